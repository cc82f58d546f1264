def test_placeholder_until_identity_lands() -> None:
    import examples
    import rulebook
    assert examples and rulebook
