from attune.core.instruments.errors import PackageError


def test_refused_package_says_all_its_faults():
    error = PackageError("Small", ["One is wrong.", "Two is, too."])
    assert str(error) == "The measure Small can't be used. One is wrong. Two is, too."
    assert (error.name, error.faults) == ("Small", ("One is wrong.", "Two is, too."))
