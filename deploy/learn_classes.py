"""Learn classes from labelled reports: `python -m deploy.learn_classes FILE --name NAME --label COLUMN`.

Numbers only leave this program: what each hashed term speaks for each label, and the labels, never a term.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from deploy.class_fit import Fit, Matrix, Terms, figures, fitted, sharpness, validated
from deploy.labelled import Columns, Rows, labelled, labels_of, read, terms_of, told_of
from deploy.learn_weights import note, sha256
from streams.domain.classifying.model import Model
from streams.domain.merging.weights import load_weights

HOME = Path(__file__).parent.parent / "streams" / "domain" / "classifying"
PARTS = 5
_LARGEST = 32_767
_CONFIDENCES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
Figures = dict[str, dict[str, float]]


def learn(
    file: Annotated[Path, typer.Argument(help="CSV file of reports whose class is known.")],
    name: Annotated[str, typer.Option(help="What policies call the model; never learn another under the same.")],
    label: Annotated[str, typer.Option(help="Column of the class: a code, name or word of the policy's catalogue.")],
    title: Annotated[str, typer.Option(help="Column of the title.")] = "title",
    text: Annotated[str, typer.Option(help="Column of the text; '' for none.")] = "text",
    time: Annotated[str, typer.Option(help="Column of the time; '' to learn from all reports.")] = "",
    until: Annotated[str, typer.Option(help="Learn from the reports before this time, test on the others.")] = "",
    least: Annotated[int, typer.Option(help="In how many texts a term must stand to count by itself.")] = 2,
    topics: Annotated[bool, typer.Option(help="Terms lean on those about the same thing: for Chinese.")] = True,
    out: Annotated[Path, typer.Option(help="Folder to write to.")] = HOME,
) -> None:
    """Write a model, with a note of what made it and how right it is on reports that it has not seen."""
    rows = read(file)
    earlier = [row for row in rows if not time or row[time] < until]
    later = [row for row in rows if time and row[time] >= until]
    model, found = learnt(earlier, later, Columns(title, text, label), least, topics)
    model.write(out / f"{name}.npz")
    told = {"name": name, "label": label, "title": title, "text": text, "time": time, "until": until, "least": least}
    options = [*(f"--{key} '{value}'" for key, value in told.items()), "--topics" if topics else "--no-topics"]
    note(
        out / f"{name}.json",
        " ".join(["python -m deploy.learn_classes", file.name, *options]),
        [file],
        learnt={"reports": len(earlier), "labels": len(model.labels), "terms": len(model.buckets)},
        by_confidence=found,
        sha256=sha256((out / f"{name}.npz").read_bytes()),
    )
    typer.echo(f"learnt {len(model.labels)} labels from {len(earlier)} reports")


def learnt(earlier: Rows, later: Rows, columns: Columns, least: int, topics: bool) -> tuple[Model, dict[str, Figures]]:
    """The model of earlier reports, and how right it is, by the confidence from which on it decides.

    Cross-validated on the earlier ones; on later ones, all, and those whose words none of the earlier had.
    """
    texts = labelled(earlier, columns, PARTS)
    labels, terms = labels_of(texts), terms_of(texts, load_weights(), least, topics)
    told = told_of(texts, labels, terms, PARTS)
    scores = validated(told, terms, least)
    sharp = sharpness(told.given, scores)
    fit = fitted(told, terms, least).sharpened(sharp)
    found = {"cross_validated": by_confidence(told.given, sharp * scores)}
    after = labelled(later, columns)
    new = {said: given for said, given in after.items() if said not in texts}
    for side, some in {"later": after, "later_of_new_words": new}.items():
        if some:
            every = [*labels, *sorted({*labels_of(some)} - {*labels})]
            seen = told_of(some, every, terms)
            found[side] = by_confidence(seen.given[0], _padded(fit.scores(seen.often, terms), len(every)))
    return model_of(fit, terms, labels), found


def _padded(scores: Matrix, labels: int) -> Matrix:
    """The same with labels that the fit has never seen."""
    return np.pad(scores, ((0, 0), (0, labels - scores.shape[1])), constant_values=-np.inf)


def by_confidence(given: Matrix, scores: Matrix) -> Figures:
    """The figures of some confidences."""
    return {f"{confidence}": figures(given, scores, confidence) for confidence in _CONFIDENCES}


def model_of(fit: Fit, terms: Terms, labels: Sequence[str]) -> Model:
    """The fit in 16 bits."""
    scale = float(np.abs(fit.weights).max()) / _LARGEST
    rows = np.round(fit.weights[fit.known] / scale).astype(np.int16)
    return Model(tuple(labels), terms.buckets[fit.known], rows, fit.begins, scale)


if __name__ == "__main__":
    typer.run(learn)
