"""Keys of cases: they open by the right month's key, for the right case, and by nothing else."""

import pytest
import tink
from hypothesis import given
from hypothesis import strategies as st
from tink import aead, secret_key_access
from tink.proto import aes_gcm_pb2, tink_pb2

from attune.core.vault import keys
from attune.core.vault.errors import WrongKeyError

PLACE = {"service": "3", "case": "c", "epoch": "2026-11"}


def test_wrapped_key_opens_again_and_is_never_the_same_twice():
    key, by = keys.new_key(), keys.new_key()
    one, two = keys.wrap(key, by, **PLACE), keys.wrap(key, by, **PLACE)
    assert one != two
    assert len(one) == 60
    assert keys.unwrap(one, by, **PLACE) == keys.unwrap(two, by, **PLACE) == key


def test_wrapping_is_aes_gcm_as_others_know_it():
    """Tink's AES-GCM (raw: nonce, text, tag) opens it."""
    key, by = keys.new_key(), bytes(range(32))
    wrapped = keys.wrap(key, by, **PLACE)
    assert oracle(by).decrypt(wrapped, b"attune-key-1\0\x013\0\x01c\0\x072026-11") == key


def oracle(by: bytes) -> aead.Aead:
    aead.register()
    value = aes_gcm_pb2.AesGcmKey(version=0, key_value=by).SerializeToString()
    data = tink_pb2.KeyData(
        type_url="type.googleapis.com/google.crypto.tink.AesGcmKey",
        value=value,
        key_material_type=tink_pb2.KeyData.SYMMETRIC,
    )
    one = tink_pb2.Keyset.Key(
        key_data=data, status=tink_pb2.ENABLED, key_id=1, output_prefix_type=tink_pb2.RAW
    )
    keyset = tink_pb2.Keyset(primary_key_id=1, key=[one]).SerializeToString()
    handle = tink.proto_keyset_format.parse(keyset, secret_key_access.TOKEN)
    return handle.primitive(aead.Aead)


@pytest.mark.parametrize(
    "other", [{"service": "4"}, {"case": "d"}, {"epoch": "2026-12"}, {"by": bytes(32)}]
)
def test_key_does_not_open_elsewhere(other):
    by = keys.new_key()
    wrapped = keys.wrap(keys.new_key(), by, **PLACE)
    with pytest.raises(WrongKeyError, match="does not open"):
        keys.unwrap(wrapped, **{"by": by, **PLACE, **other})


@pytest.mark.parametrize("length", range(61))
def test_changed_or_shortened_key_does_not_open(length):
    by = keys.new_key()
    wrapped = bytearray(keys.wrap(keys.new_key(), by, **PLACE))
    if length < 60:
        with pytest.raises(WrongKeyError):
            keys.unwrap(bytes(wrapped[:length]), by, **PLACE)
        wrapped[length] ^= 1
    else:
        wrapped += b"\0"
    with pytest.raises(WrongKeyError):
        keys.unwrap(bytes(wrapped), by, **PLACE)


@given(st.dates(), st.integers(-30, 30))
def test_epochs_count_in_months(day, months):
    epoch = keys.epoch_of(day)
    assert keys.first_day(epoch) == day.replace(day=1)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if 1 <= year <= 9999:
        assert keys.later(epoch, months) == f"{year:04}-{month + 1:02}"


@pytest.mark.parametrize(
    "epoch", ["2026-13", "2026-00", "2026-1", "26-11", "2026-11-01", "٢٠٢٦-11"]
)
def test_what_is_no_month_is_refused(epoch):
    with pytest.raises(ValueError, match="no month"):
        keys.check_epoch(epoch)
