from attune.web.people.models import Region
from attune.web.ui.charts.tiles import NAMES, PLACES, Tile, tiles


def made(*found: Tile):
    return tiles({one.region: one for one in found}, title="T", says="S", what="Points better")


def test_every_region_of_the_record_has_a_tile_of_its_own_and_a_name():
    assert set(PLACES) == set(Region.values) == set(NAMES)
    assert len(set(PLACES.values())) == len(PLACES)


def test_tiles_are_shaded_in_three_steps_from_the_lowest_figure_to_the_highest():
    drawing = made(
        Tile("london", "London", 1.0, "1.0", 20),
        Tile("wales", "Wales", 2.0, "2.0", 20),
        Tile("scotland", "Scotland", 4.0, "4.0", 20),
    )
    boxes = {(one.x, one.y): one.kind for one in drawing.shapes if one.form == "box"}
    assert boxes["51.00%", "300.0"] == "tile-1"  # London
    assert boxes["25.50%", "200.0"] == "tile-2"  # Wales: a third of the way
    assert boxes["51.00%", "0.0"] == "tile-3"  # Scotland
    assert sorted(boxes.values()).count("tile-hidden") == 8


def test_hidden_tile_is_hatched_and_shows_no_figure():
    drawing = made(Tile("wales", "Wales", None, "", "too few to show"))
    assert [one for one in drawing.shapes if one.kind == "value"] == []
    assert len([one for one in drawing.shapes if one.kind == "hatch"]) == 5 * len(PLACES)
    assert drawing.table.rows == (("Wales", "too few to show", "too few to show"),)


def test_one_figure_alone_is_in_the_middle_shade():
    drawing = made(Tile("wales", "Wales", 2.0, "2.0"))
    assert "tile-2" in [one.kind for one in drawing.shapes]
    assert "2.0" in [one.text for one in drawing.shapes]


def test_long_name_stands_in_two_lines():
    words = [one.text for one in made().shapes if one.kind == "small"]
    assert words.count("Northern") == words.count("Ireland") == 1
