"""A measure as a browser needs it to score a form: the data of `frontend/measures/scoring.js`."""

from attune.core.instruments.model import Measure, Scale


def for_browser(measure: Measure) -> dict[str, object]:
    """A value for `json.dumps`: items, scales and alerts, without wording and without bands."""
    return {
        "measure": measure.id,
        "version": measure.version,
        "sha256": measure.sha256,
        "items": [
            {
                "id": item.id,
                "minimum": item.minimum,
                "maximum": item.maximum,
                "reversed": item.reversed,
                "if_not_applicable": item.if_not_applicable,
            }
            for item in measure.items
        ],
        "scales": [_scale(scale) for scale in measure.scales],
        "alerts": [
            {"item": alert.item, "scored_from": alert.scored_from, "says": alert.says}
            for alert in measure.safety.alerts
        ],
    }


def _scale(scale: Scale) -> dict[str, object]:
    return {
        "id": scale.id,
        "items": list(scale.items),
        "of": list(scale.of),
        "mean": scale.mean,
        "times": scale.times,
        "weights": dict(scale.weights),
        "table": {str(number): shown for number, shown in scale.table.items()},
        "rule": scale.missing.rule,
        "at_least": scale.missing.at_least,
    }
