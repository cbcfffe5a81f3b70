"""Makes labelled calls with synthetic voices, to train and test the phrase scorer. The product never imports this."""
