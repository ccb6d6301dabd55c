"""IBM model 1 over a handful of lines."""

from __future__ import annotations

from encoder.alignment import translations

DOG, CAT, EATS, THE = 0, 1, 2, 3
CHO, MEO, AN, KHONG = 10, 11, 12, 13


def test_a_piece_translates_to_what_stands_beside_it_everywhere():
    lines = [([CHO, AN], [THE, DOG, EATS]), ([MEO, AN], [THE, CAT, EATS]), ([CHO], [THE, DOG]), ([MEO], [THE, CAT])]
    table = translations(lines * 3, rows=20)
    assert table[CHO].argmax() == DOG
    assert table[MEO].argmax() == CAT
    assert table[AN].argmax() == EATS


def test_shares_of_a_piece_sum_to_one_and_those_of_an_unseen_one_to_nothing():
    table = translations([([CHO, AN], [DOG, EATS])], rows=20)
    assert abs(table[CHO].sum() - 1) < 1e-6
    assert table[KHONG].sum() == 0


def test_lines_that_are_empty_on_one_side_say_nothing():
    table = translations([([], [DOG]), ([CHO], []), ([CHO], [DOG])], rows=20)
    assert table.nnz == 1
