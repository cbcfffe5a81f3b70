"""How far raters agree, how far each agrees with the reference, and what that allows a machine. Pure.

`ratings.py` is the form in which ratings come, `coefficients.py` the published formulas, `intervals.py` how sure they
are, `measure.py` each coefficient with what it rests on, `reference.py` one rater against the reference, `trust.py`
what is proposed for a question's machine answers.

Own code and no library: `krippendorff` is GPL and has no intervals; `irrCAC` has but its closed-form ones, pins an old
scipy, which shuts out the numpy that the rest stands on, and brings pandas along. Its figures are matched in the tests.
"""
