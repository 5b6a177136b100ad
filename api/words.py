"""Codes with their parameters, as one line of words in the reader's language; for the command line and the API."""

from matching.explain import Gap, GapKind, Match
from matching.flags import Flag, Note
from matching.messages import Tongue, source, words
from matching.rules import Reason


def flag_words(note: Note, tongue: Tongue, *, to_person: bool = False) -> str:
    """A flag in words, with lead time and whether it can be in time; `to_person`: as it is said to the person."""
    parameters = note.parameters
    line = words(f"sheet.flag_{note.flag}" if to_person else f"flag.{note.flag}", tongue)
    if note.flag is Flag.BLOCKER:
        line = f"{line}: {words('blocker.' + str(parameters['kind']), tongue)}"
    elif note.flag is Flag.LEGAL_CHECK:
        line = f"{line}: {parameters[f'words_{tongue}']} ({parameters['source']})"
    elif "licence" in parameters:
        line = f"{line}: {str(parameters['licence']).replace('_', ' ')}"
    elif date := parameters.get("expired_on") or parameters.get("expires_on"):
        line = f"{line} ({date})"
    if "lead_days" in parameters:
        in_time = words("lead.in_time" if parameters["in_time"] else "lead.not_in_time", tongue)
        line = f"{line} ({words('lead.days', tongue).format(parameters['lead_days'])}, {in_time})"
    return line


def reason_words(reason: Reason, tongue: Tongue) -> str:
    """A reason in words, with the rule of law behind it."""
    line, law = words(f"reason.{reason}", tongue), source(f"reason.{reason}")
    return f"{line} ({words('law.source', tongue)}: {law})" if law else line


def gap_words(gap: Gap, tongue: Tongue) -> str:
    """A gap in words: what is asked, and whether by law, as a must or as a wish."""
    asked = gap.asked.replace("_", " ") if gap.kind is GapKind.LICENCE else gap.asked
    strength = "by_law" if gap.by_law else "required" if gap.required else "preferred"
    line = f" · “{gap.line}”" if gap.line else ""
    return f"{words(f'gap.{gap.kind}', tongue)}: {asked} ({words(f'asked.{strength}', tongue)}){line}"


def score_words(match: Match, tongue: Tongue) -> str:
    """Score and verdict on the start date, in words."""
    verdict = (
        f", {words('window.start', tongue)} {words(f'verdict.{match.verdict}', tongue)}"
        if match.verdict
        else ""
    )
    fit, score = words(f"fit.{match.fit_word}", tongue), f"{match.score:.2f}"
    if tongue is Tongue.INDONESIAN:
        score = score.replace(".", ",")
    return f"{fit}, {words('list.score', tongue)} {score}{verdict}"
