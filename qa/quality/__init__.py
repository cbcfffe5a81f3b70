"""How well Mashov hears, on labelled calls: `qa evaluate`.

The order is the point: `run.predict` knows calls without their labels and writes what the pipeline says of them;
`run.judge` reads that file back and only then opens the labels. Nothing that was labelled can reach a verdict.
"""
