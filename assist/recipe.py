"""The recipes: what may be asked, and along which lines the alternatives differ."""

from __future__ import annotations

from dataclasses import dataclass

from assist.errors import UnknownRecipe

__all__ = ["RECIPES", "Dimension", "Recipe", "recipe"]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One direction in which an alternative differs.

    ``label`` stands on the card; ``hint`` is the sentence a model is told.
    """

    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """A kind of request, with several dimensions, the most telling ones first.

    ``answer`` is what a model is told to answer with. ``rewrites``: whether that may stand in the
    passage's place; otherwise it is text about the passage, or what follows it, and takes a language model.
    ``instruction`` may hold variables (``assist.template``); ``tone`` is what one of them says.
    """

    slug: str
    name: str
    instruction: str
    dimensions: tuple[Dimension, ...]
    needs_instruction: bool = False
    answer: str = "the rewritten passage"
    rewrites: bool = True
    tone: str = ""


_LIGHT = (
    Dimension("A lighter touch", "Change as little as possible; keep most of the wording."),
    Dimension("One small change", "Change one thing only: the one that helps most."),
)

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "rephrase",
        "Rephrase",
        "Say the same in another way, in the same tone.",
        (
            Dimension("Fewer words", "Say it in fewer words without losing any fact."),
            Dimension("Other words", "Keep the sentences' build and choose other words."),
            Dimension("Another order", "Keep the words and give the sentences another order."),
            Dimension(
                "Another build", "Build the sentences anew: split, join, or turn them round."
            ),
            Dimension("More formal", "Say it somewhat more formally."),
            Dimension("More relaxed", "Say it somewhat more conversationally."),
            *_LIGHT,
        ),
    ),
    Recipe(
        "shorten",
        "Shorten",
        "Make it clearly shorter. Keep every fact, name and number.",
        (
            Dimension("Tighter phrases", "Replace wordy phrases by short ones."),
            Dimension("As short as it goes", "Make it as short as the facts allow."),
            Dimension("Fewer hedges", "Leave out hedges, fillers and repetition."),
            Dimension("Shorter words", "Prefer short everyday words."),
            Dimension("Without asides", "Leave out asides and remarks in brackets."),
            *_LIGHT,
        ),
    ),
    Recipe(
        "plain",
        "Plain language",
        "Put it in plain language that a reader of fifteen understands at once.",
        (
            Dimension("Everyday words", "Replace difficult words by everyday ones."),
            Dimension("Plain throughout", "Use everyday words, active verbs and short sentences."),
            Dimension("Direct verbs", "Say who does what; turn nouns back into verbs."),
            Dimension("Shorter sentences", "Split long sentences; one thought in each."),
            *_LIGHT,
        ),
    ),
    Recipe(
        "formal",
        "Formal",
        "Make it more formal, fit for a report or an official letter.",
        (
            Dimension("Formal words", "Replace casual words by formal ones."),
            Dimension("Formal throughout", "Make words, connections and sentences formal."),
            Dimension("Written out", "Write contractions out in full."),
            Dimension("Measured", "Connect the thoughts with measured, careful transitions."),
            *_LIGHT,
        ),
    ),
    Recipe(
        "friendlier",
        "Friendlier",
        "Make it warmer and friendlier without becoming chatty.",
        (
            Dimension("Warmer words", "Choose warm, kind words."),
            Dimension("Friendly throughout", "Make it warm, relaxed and easy to read."),
            Dimension("As one speaks", "Let it sound as one would say it aloud."),
            Dimension("Simple and kind", "Use simple words and short, kind sentences."),
            *_LIGHT,
        ),
    ),
    Recipe(
        "custom",
        "Own instruction",
        "Follow the person's instruction.",
        (
            Dimension("Close to yours", "Follow the instruction and stay close to the wording."),
            Dimension("Freer", "Follow the instruction and feel free to rebuild the sentences."),
            Dimension("Shorter", "Follow the instruction and be brief."),
            Dimension("Plainer", "Follow the instruction in plain words."),
            Dimension("Fuller", "Follow the instruction and spell things out."),
        ),
        needs_instruction=True,
    ),
    Recipe(
        "challenge",
        "Challenge my argument",
        "Challenge what the passage argues, fairly and to the point, as a careful colleague would.",
        (
            Dimension("The strongest objection", "Give the one objection that weighs most."),
            Dimension("What it takes for granted", "Name what it assumes without saying so."),
            Dimension("What is not proven", "Name the claims that lack evidence."),
            Dimension("Another reading", "Say how somebody else would read the same facts."),
            Dimension("Who would disagree", "Say who would disagree, and with what reason."),
        ),
        answer="a few short sentences to the writer (no rewritten passage)",
        rewrites=False,
    ),
    Recipe(
        "missing",
        "What is missing",
        "Say what a reader of the passage would still want to know.",
        (
            Dimension(
                "Open questions", "List the questions that it leaves open, the first ones first."
            ),
            Dimension("Facts and figures", "Name the facts, figures or dates that it lacks."),
            Dimension("Reasons", "Name the steps of the reasoning that it leaves out."),
            Dimension(
                "For newcomers", "Name what somebody new to the matter would not understand."
            ),
            Dimension("Next steps", "Name what it leaves open about who does what, and when."),
        ),
        answer="a few short sentences to the writer (no rewritten passage)",
        rewrites=False,
    ),
    Recipe(
        "explain",
        "Explain",
        "Explain what the passage says, without rewriting it.",
        (
            Dimension("In one sentence", "Say in one sentence what it says."),
            Dimension("Step by step", "Go through it thought by thought."),
            Dimension("Difficult words", "Explain its difficult words and phrases."),
            Dimension("By an example", "Explain it by one simple example."),
            Dimension("How it sounds", "Say how its tone comes across to a reader."),
        ),
        answer="an explanation for the writer (no rewritten passage)",
        rewrites=False,
    ),
    Recipe(
        "continue",
        "Continue",
        "Write what could follow directly behind the passage, in its tone. Invent no facts.",
        (
            Dimension("One more sentence", "Write one sentence."),
            Dimension(
                "The next thought", "Write two or three sentences that take the thought further."
            ),
            Dimension("An example", "Write two or three sentences that give an example."),
            Dimension("A conclusion", "Write one or two sentences that draw a conclusion."),
            Dimension("A transition", "Write one sentence that leads over to what comes after."),
        ),
        answer="what follows the passage (not the passage itself)",
        rewrites=False,
    ),
    Recipe(
        "summarise",
        "Summarise",
        "Sum the passage up. Add nothing that is not in it.",
        (
            Dimension("One sentence", "Sum it up in one sentence."),
            Dimension("The main points", "Give its main points, each in a line of its own."),
            Dimension("For a busy reader", "Sum up what a busy reader has to know and to decide."),
            Dimension("A headline", "Sum it up as a headline of at most ten words."),
            Dimension("A short paragraph", "Sum it up in three or four sentences."),
        ),
        answer="the summary",
        rewrites=False,
    ),
)

_BY_SLUG = {each.slug: each for each in RECIPES}


def recipe(slug: str) -> Recipe:
    """Return the recipe with this slug.

    Raises:
        UnknownRecipe: there is none.
    """
    found = _BY_SLUG.get(slug)
    if found is None:
        raise UnknownRecipe
    return found
