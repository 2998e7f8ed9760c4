"""Administrative units of Vietnam and regions: 34 provinces, 3,321 communes, what became of the 63, editable region sets."""
