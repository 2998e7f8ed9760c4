"""Administrative units of Vietnam and regions: 34 provinces, 3,321 communes, what became of the 63, editable region sets.

Words: *province* also means a centrally run city; *commune* also means a ward or a special zone. Units are matched by code.
A *region set* divides all provinces by one norm; a province is in one region of a set.
The country's working calendar (`workdays`) is here too.
"""
