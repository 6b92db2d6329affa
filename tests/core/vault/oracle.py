"""The same format by the people who published it: Tink, as the oracle of our own reader and writer."""

import io

import tink
from tink import secret_key_access, streaming_aead
from tink.proto import (
    aes_gcm_hkdf_streaming_pb2,
    common_pb2,
    tink_pb2,
)

streaming_aead.register()


def _primitive(key: bytes, segment: int) -> streaming_aead.StreamingAead:
    params = aes_gcm_hkdf_streaming_pb2.AesGcmHkdfStreamingParams(
        ciphertext_segment_size=segment, derived_key_size=32, hkdf_hash_type=common_pb2.SHA256
    )
    value = aes_gcm_hkdf_streaming_pb2.AesGcmHkdfStreamingKey(
        version=0, params=params, key_value=key
    )
    data = tink_pb2.KeyData(
        type_url="type.googleapis.com/google.crypto.tink.AesGcmHkdfStreamingKey",
        value=value.SerializeToString(),
        key_material_type=tink_pb2.KeyData.SYMMETRIC,
    )
    one = tink_pb2.Keyset.Key(
        key_data=data, status=tink_pb2.ENABLED, key_id=1, output_prefix_type=tink_pb2.RAW
    )
    keyset = tink_pb2.Keyset(primary_key_id=1, key=[one])
    handle = tink.proto_keyset_format.parse(keyset.SerializeToString(), secret_key_access.TOKEN)
    return handle.primitive(streaming_aead.StreamingAead)


class _Kept(io.BytesIO):
    """Tink closes what it writes to: what it wrote is still wanted."""

    content = b""

    def close(self) -> None:
        if not self.closed:
            self.content = self.getvalue()
        super().close()


def encrypted(content: bytes, key: bytes, aad: bytes, segment: int) -> bytes:
    out = _Kept()
    with _primitive(key, segment).new_encrypting_stream(out, aad) as stream:
        stream.write(content)
    return out.content


def decrypted(content: bytes, key: bytes, aad: bytes, segment: int) -> bytes:
    """Raises tink.TinkError."""
    with _primitive(key, segment).new_decrypting_stream(io.BytesIO(content), aad) as stream:
        return stream.read()
