"""How badges look: layouts in millimetres and what stands in them; from a layout and a person to marks on paper.

`schema` is what a layout is; `sizes` and `sheets` what paper there is; `fields` what may stand for a person; `starting` the
layouts that designs begin with; `setting` puts one person into a layout; `imposing` puts badges on pages; `preflight` looks
for what would be printed badly.
"""
