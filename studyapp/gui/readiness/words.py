"""What readiness says in words."""

from __future__ import annotations

from datetime import date

from studyapp.collection.readiness import Standing
from studyapp.domain.readiness import RULES, Application, Evidence, LeafReadiness, SectionReadiness, Status, Step
from studyapp.gui.widgets.painting import NBSP, per_cent
from studyapp.gui.widgets.text import STATUS
from studyapp.gui.widgets.words import counted, day_and_month, locale

NO_PROMISE = (
    "Study readiness is our estimate from your answers, no forecast of a result. ASQ reports a scaled score and publishes no "
    "percentage; studyapp is not affiliated with ASQ."
)
FOOTER = "Study readiness is our estimate. ASQ reports a scaled score, no percentage."
RULES_WORDS = "\n".join(RULES)


def status_word(status: Status) -> str:
    """Such as “Not enough evidence”."""
    return STATUS[status][3]


def rule_of(status: Status) -> str:
    """The rule behind a word."""
    word = status_word(status)
    return next(rule for rule in RULES if rule.startswith(word))


def share_words(share: float | None) -> str:
    """Such as “68 %”; a dash where it is not known."""
    return "–" if share is None else per_cent(share)


def range_words(application: Application) -> str:
    """Such as “23–69 %”."""
    low, high = application.range
    return f"{round(100 * low)}–{round(100 * high)}{NBSP}%"


def when_words(exam: date | None) -> str:
    """The day that memory is told for: “on 2 January” or “today”."""
    return f"on {day_and_month(exam)}" if exam is not None else "today"


def worth_words(questions: float) -> str:
    """About how many questions of the exam: “about 2 exam questions”."""
    if questions < 0.75:
        return "less than one exam question"
    if abs(questions - round(questions)) < 0.25:
        return f"about {counted(round(questions), 'exam question')}"
    return f"about {locale().toString(questions, 'f', 1)} exam questions"


def memory_words(share: float | None, when: str) -> str:
    """Such as “memory on 2 January 71 %”."""
    return "no cards" if share is None else f"memory {when} {per_cent(share)}"


def application_words(application: Application, evidence: Evidence) -> str:
    """Such as “application 45 %, 4 of 9 right”."""
    if not evidence.answers:
        return "no practice answers yet"
    return f"application {per_cent(application.mean)}, {evidence.answers_right} of {evidence.answers} right"


def leaf_sentence(leaf: LeafReadiness, when: str) -> str:
    """All that a tile shows."""
    return (
        f"{leaf.leaf.id} {leaf.leaf.title}: {status_word(leaf.status).lower()}, {memory_words(leaf.memory.share, when)}, "
        f"{application_words(leaf.application, leaf.evidence)}, {worth_words(leaf.questions)}"
    )


def section_sentence(section: SectionReadiness, when: str) -> str:
    """All that the head of a section shows."""
    value = f", {per_cent(section.value)}" if section.value is not None else ""
    return (
        f"Section {section.section.id} {section.section.title}: {status_word(section.status).lower()}{value}, "
        f"{memory_words(section.memory, when)}, {application_words(section.application, section.evidence)}, "
        f"{section.section.questions} questions in the exam"
    )


def remark(leaf: LeafReadiness) -> str:
    """What stands out about a leaf, in a sentence or two."""
    memory, evidence = leaf.memory, leaf.evidence
    if not memory.cards:
        return "Your decks have no cards on this topic, so only practice tells something."
    if not memory.seen:
        return "You have met none of its cards yet. The learn note, where there is one, is a good start."
    if leaf.status == "unknown":
        if evidence.answers:
            return "Too few recent practice answers to judge. The estimate leans on the rest of the section."
        return "No practice question answered yet. The estimate is that of the rest of the section."
    share = memory.share or 0.0
    if leaf.status == "strong":
        return "Both sides hold. Keep what is due."
    if share + 0.15 < leaf.application.mean:
        unmet = memory.cards - memory.seen
        return (
            f"You apply more than you would still recall. {counted(unmet, 'card')} not met yet." if unmet > memory.cards / 4
            else "You apply more than you would still recall. Reviews help most."
        )  # fmt: skip
    if leaf.application.mean + 0.15 < share:
        return "You recall more than you can apply. Practice questions help most."
    return "Memory and application are about level."


def step_title(step: Step) -> str:
    """Such as “Practice process capability”."""
    verb = {"learn": "Read the learn note on", "study": "Study", "practice": "Practice"}[step.action]
    return f"{verb} {_in_sentence(step.leaf.leaf.title)}"


def step_detail(step: Step) -> str:
    """Why: what is missing, and what the topic is worth."""
    leaf = step.leaf
    memory = leaf.memory
    if step.action == "practice":
        why = application_words(leaf.application, leaf.evidence)
    elif not memory.seen:
        why = f"none of {counted(memory.cards, 'card')} met"
    else:
        parts = [f"{memory.due} due" if memory.due else "", f"{memory.new} new" if memory.new else ""]
        why = ", ".join([*filter(None, parts), f"memory {share_words(memory.share)}"])
    return f"{leaf.leaf.id} · {why} · {worth_words(leaf.questions).replace('exam question', 'question')}"


def summary(standing: Standing) -> str:
    """The whole in a line: memory, application, and both together."""
    readiness, when = standing.readiness, when_words(standing.exam)
    known = readiness.application
    applied = f"application {per_cent(known)}" if known is not None else "application not known yet"
    memory = memory_words(readiness.memory, when)
    return f"{memory[:1].upper()}{memory[1:]} · {applied}"


def certainty_words(standing: Standing) -> str:
    """Where the weights come from, and what is left out."""
    sentences = [f"Sections weigh what they weigh in the exam outline. {standing.certainty}".strip()]
    outside = standing.readiness.outside
    if outside:
        sentences.append(
            f"{counted(outside, 'card')} of no topic of the outline {'is' if outside == 1 else 'are'} not counted."
        )
    return " ".join([*sentences, NO_PROMISE])


def _in_sentence(title: str) -> str:
    """A title after a verb: an abbreviation or a name with capitals keeps them."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title
