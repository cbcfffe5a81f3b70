"""What is particular to English when two words are compared: contractions, and words that carry little."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WHOLE = {
    "can't": "can not",
    "cannot": "can not",
    "won't": "will not",
    "shan't": "shall not",
    "let's": "let us",
    "gonna": "going to",
    "wanna": "want to",
    "ok": "okay",
}
#: Before these, 's is "is"; after any other word it is a genitive and stays with its word.
_BEFORE_IS = _words("it that what there here he she who how where this")
_ENDINGS = {"'re": " are", "'ll": " will", "'ve": " have", "'m": " am", "'d": " would"}

#: Words that carry grammar and little else: they weigh less when a sentence is compared.
FUNCTION_WORDS = _words(
    "a an the i you he she it we they me him her us them my your his its our their mine yours this that these those"
    " is are am was were be been being do does did have has had will would shall should can could may might must"
    " to of in on at by for with from as about into and or but if so than then not no there here what which who how"
    " when now all any some just also very"
)
#: Words that people sprinkle over a sentence without changing it.
FILLERS = _words(
    "um uh er oh ah well so okay please really very much just actually also right now then and today such many"
    " sir madam like kindly"
)
#: Words that turn a sentence round.
NEGATORS = _words("not no never without nor")


def expand(word: str) -> list[str]:
    """The lower-case word with its contraction written out: "don't" becomes do, not. A bare apostrophe is dropped."""
    if word in _WHOLE:
        return _WHOLE[word].split()
    if word.endswith("n't"):
        return [word[:-3].replace("'", ""), "not"]
    for ending, full in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            return (word.removesuffix(ending).replace("'", "") + full).split()
    if word.endswith("'s") and word[:-2] in _BEFORE_IS:
        return [word[:-2], "is"]
    return [word.replace("'", "")]
