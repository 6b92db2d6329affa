"""Whoever catches a VaultError catches all that can be wrong with encrypted files and keys."""

import inspect

from attune.core.vault import errors


def test_every_error_of_the_vault_is_a_vault_error_that_keeps_its_sentence():
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]
    assert len(kinds) == 6
    for kind in kinds:
        assert issubclass(kind, errors.VaultError)
        assert str(kind("This is no key file.")) == "This is no key file."
