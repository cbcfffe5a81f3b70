"""What is particular to English when two words are compared: contractions, spelling, and words that carry little."""

import re


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
    "gotta": "got to",
    "lemme": "let me",
    "gimme": "give me",
    "y'all": "you all",
    "ain't": "is not",
    "ok": "okay",
    "alright": "all right",
    "im": "i am",
    "ive": "i have",
    "youre": "you are",
    "theyre": "they are",
    "thats": "that is",
    "dont": "do not",
    "doesnt": "does not",
    "didnt": "did not",
    "cant": "can not",
    "isnt": "is not",
    "wasnt": "was not",
    "couldnt": "could not",
    "wouldnt": "would not",
    "shouldnt": "should not",
    "havent": "have not",
    "thankyou": "thank you",
}
#: Before these, 's is "is"; after any other word it is a genitive and stays with its word.
_BEFORE_IS = _words("it that what there here he she who how where this")
_ENDINGS = {"'re": " are", "'ll": " will", "'ve": " have", "'m": " am", "'d": " would"}

#: British spellings that no rule makes; the American one is kept, because recognisers write it more often.
_AMERICAN = dict(
    pair.split("/", 1)
    for pair in _words(
        "centre/center theatre/theater metre/meter litre/liter cheque/check cheques/checks grey/gray tyre/tire"
        " tyres/tires programme/program programmes/programs enquire/inquire enquiry/inquiry enquiries/inquiries"
        " licence/license defence/defense offence/offense catalogue/catalog dialogue/dialog enrol/enroll fulfil/fulfill"
        " instalment/installment instalments/installments whilst/while amongst/among learnt/learned spelt/spelled"
        " judgement/judgment ageing/aging jewellery/jewelry aluminium/aluminum mum/mom favourite/favorite"
    )
)
_OUR = re.compile(
    r"^((?:un|dis)?(?:behavi|col|fav|hon|lab|neighb|hum|rum|harb|endeav|sav|vap|flav))our(?=s|ed|ing|ite|able|hood|$)"
)
_ISE = re.compile(
    r"^((?:un|re|dis)?(?:apolog|organ|real|recogn|author|custom|final|summar|prior|special|util|minim|maxim|emphas"
    r"|categor|personal|penal|optim|standard|local|digit|capital|normal|general|visual|analy|critic|equal|initial"
    r"|modern|symbol|synchron|familiar|item|jeopard))([iy])s(?=e|ing|ation|able)"
)
_DOUBLED = re.compile(
    r"^(cancel|travel|label|signal|total|fuel|model|level|counsel|dial|channel|equal)l(?=ed$|ing$|er$|ers$)"
)

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
    """The lower-case word in American spelling, its contraction written out: "don't" becomes do, not.

    A bare apostrophe is dropped.
    """
    return [_american(piece) for piece in _written_out(word)]


def _american(word: str) -> str:
    if word in _AMERICAN:
        return _AMERICAN[word]
    word = _OUR.sub(r"\1or", word)
    word = _ISE.sub(r"\1\2z", word)
    return _DOUBLED.sub(r"\1", word)


def _written_out(word: str) -> list[str]:
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
