"""What can be wrong with encrypted files and keys, each as one plain sentence."""


class VaultError(Exception):
    """Something about an encrypted file or a key is not right. The message is one sentence."""


class DamagedError(VaultError):
    """An encrypted file is not, byte for byte, what was written to this place."""


class WrongKeyError(VaultError):
    """A wrapped key does not open: another month's key, another case, or changed bytes."""


class MissingEpochError(VaultError):
    """The key of a month is not in the key file: not restored, or destroyed as it should be."""


class KeyFileError(VaultError):
    """The key file is missing, unreadable, open to others, or in the wrong place."""


class KitError(VaultError):
    """A recovery kit was not typed as it was printed. The message says where."""
