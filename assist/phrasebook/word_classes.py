"""Small closed classes of English words that tell where a rule may apply."""

from __future__ import annotations

__all__ = ["CLASSES"]

_NOMINATIVE = "i you he she it we they"
_NEGATED = (
    "don't doesn't didn't won't can't cannot couldn't shouldn't wouldn't isn't aren't wasn't "
    "weren't haven't hasn't hadn't mustn't"
)
_MODAL = "can could may might must shall should will would cannot i'll we'll you'll they'll"
_BE = "be am is are was were been being it's i'm we're they're you're he's she's that's"
_HAVE = "have has had having i've we've you've they've"
_FREQUENCY = "often always never usually also still sometimes rarely generally"
_DETERMINER = (
    "a an the this that these those my your his her its our their no some any each every "
    "another such more most other own new"
)

CLASSES: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "nominative": _NOMINATIVE,
        "person": "i you we they he she who",
        "inverted": f"{_NOMINATIVE} this that these those there",
        "determiner": _DETERMINER,
        "modal": _MODAL,
        "be": _BE,
        "have": _HAVE,
        "auxiliary": f"{_BE} {_HAVE} isn't aren't wasn't weren't haven't hasn't hadn't",
        "to": f"to {_MODAL} do does did not let's please {_NEGATED}",
        "subject": f"i you we they who he she it {_FREQUENCY}",
        "before-noun": f"{_DETERMINER} ^ all both two three several many few of".replace(
            " this that ", " "
        ),
        "after-verb": (
            f"{_DETERMINER} all both us them him me you it by to in on at with from into "
            "how why what when where whether who # $ ,"
        ),
        "singular": "he she it who",
        "third": f"he she it this that which who everyone everybody nobody {_FREQUENCY}",
        "before-ing": f"{_BE} by for without before after while when start keep stop of",
        "base": (
            "be have do make take get give go come work help need use start stop begin end show "
            "see find keep leave send write read meet talk speak ask answer change improve "
            "increase reduce build create deliver provide offer support test check review plan "
            "discuss decide choose present publish launch open close move run try learn teach "
            "grow become happen continue add remove look think explain describe focus require"
        ),
        "opens": (
            "^ , and but or so that because if when while where what how why who which whether "
            "than as since although though unless until before after once think believe know say "
            "said says hope sure clear maybe perhaps then now here"
        ),
        "wh": "why how what when where who which whose whom",
        "negation": f"not never no nor hardly {_NEGATED}",
        "clause": (
            f"{_NOMINATIVE} this that these those there the our my your his her their a an all "
            "some most many no each every"
        ),
        "noun-start": "a an the this these those my your his her its our their all both each every",
        "participle": (
            "been become begun done gone had made taken seen given found shown known come "
            "got written read learnt learned agreed decided received sent worked changed "
            "planned started finished tried asked added heard met built lost kept left "
            "grown chosen reached improved always already never just also recently"
        ),
    }.items()
}
