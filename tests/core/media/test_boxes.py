import struct

from attune.core.media.boxes import Sample, box, fragment, full


def test_a_box_says_its_own_size():
    assert box(b"free", b"ab", b"c") == b"\0\0\0\x0bfreeabc"
    assert full(b"mfhd", 1, 0x701, b"x") == b"\0\0\0\x0dmfhd\x01\x00\x07\x01x"


def test_a_fragment_says_where_its_data_lie():
    picture = [Sample(90, 3, True, b"key"), Sample(93, 4, False, b"next")]
    sound = [Sample(7, 1024, True, b"sound")]
    data = fragment(5, picture, sound)
    places = []
    at = data.find(b"trun")
    while at >= 0:
        places.append(struct.unpack_from(">i", data, at + 12)[0])
        at = data.find(b"trun", at + 1)
    assert data[places[0] :].startswith(b"keynext")
    assert data[places[1] :] == b"sound"
    times = [
        struct.unpack_from(">Q", data, data.find(b"tfdt", at) + 8)[0]
        for at in (0, data.find(b"tfdt") + 4)
    ]
    assert times == [90, 7]
    assert fragment(5, picture, []).count(b"traf") == 1
