"""A whole estate from one spreadsheet, as people save it; the wrong file gets a sentence."""

import io
import json
import zipfile
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from linli.channels.console.main import main
from linli.channels.exchange import sheets
from linli.channels.exchange.estates import read_estate
from linli.kernel.refused import Refused
from linli.places.queries import buildings, find_place, households
from linli.places.rules import Flat

CHINESE = "楼,单元,层,门牌,别名\n13,2,5,501,红楼\n13#,二门,,502室,\n"
READ = (Flat("13号楼", "2单元", "501", 5, "红楼"), Flat("13号楼", "2单元", "502", 5))


def workbook(*rows, title=None):
    book = Workbook()
    if title:
        book.active.title = title
        book.create_sheet("户")
    for row in rows:
        book.worksheets[-1].append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def code_of(content):
    with pytest.raises(Refused) as refused:
        read_estate(content)
    return refused.value.code


@pytest.mark.parametrize(
    "content",
    [
        CHINESE.encode("utf-8"),
        CHINESE.encode("utf-8-sig"),
        CHINESE.encode("gb18030"),
        CHINESE.encode("utf-16"),
        CHINESE.replace(",", "\t").encode("utf-16"),
        CHINESE.replace(",", ";").encode(),
        CHINESE.replace("\n", "\r\n").encode(),
        CHINESE.replace("楼,单元,层,门牌,别名", "Building,Entrance,Floor,Door,Alias").encode(),
        CHINESE.replace("楼,单元,层,门牌,别名", "楼栋号 , 楼门（单元）,所在层,房号*,又名").encode(),
        ("槐荫北里小区住户表,,,,\n\n" + CHINESE).encode(),
        workbook(["楼", "单元", "层", "门牌", "别名"], [13, 2, 5, 501, "红楼"], ["13#", "二门", None, "502室"]),
        workbook(["楼", "单元", "层", "门牌", "别名"], [13.0, 2.0, "五层", "501", "红楼"], [13, 2, None, 502.0]),
        workbook(["门牌", "电话", "楼", "单元", "别名"], [501, 1, 13, 2, "红楼"], [502, 2, 13, 2, None]),
        workbook(["表一"], ["building", "unit", "door", "alias"], [13, 2, 501, "红楼"], [13, 2, 502]),
    ],
)
def test_a_list_is_read_as_people_save_it(content):
    read = read_estate(content)

    assert read.flats == READ
    assert read.bad == ()


def test_the_first_sheet_that_holds_anything_is_read():
    rows = (["楼", "单元", "门牌", "别名"], [13, 2, 501, "红楼"], [13, 2, 502])

    assert read_estate(workbook(*rows, title="说明")).flats == READ


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "sheet.empty"),
        (b"\xef\xbb\xbf", "sheet.empty"),
        (b" \r\n,,\n", "sheet.empty"),
        ("楼,单元,门牌\n".encode(), "sheet.empty"),
        (workbook(), "sheet.empty"),
        (workbook(["楼", "单元", "门牌"]), "sheet.empty"),
        ("楼,单元\n13,2\n".encode(), "sheet.missing_columns"),
        ("姓名,电话\n甲,1\n".encode(), "sheet.missing_columns"),
        (b"13,2,501\n", "sheet.missing_columns"),
        ("楼,单元,门牌,房号\n13,2,501,501\n".encode(), "sheet.two_columns"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "sheet.not_a_sheet"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3\n1 0 obj\0", "sheet.not_a_sheet"),
        (b"PK\x03\x04broken", "sheet.not_a_sheet"),
        (b"\xff\xfe\x00", "sheet.not_a_sheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "sheet.old"),
        (b"\xff\xff\xff\xff", "sheet.not_a_sheet"),
    ],
)
def test_the_wrong_file_is_refused(content, code):
    assert code_of(content) == code


def test_another_zip_is_no_workbook():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as packed:
        packed.writestr("word/document.xml", "<w/>")

    assert code_of(kept.getvalue()) == "sheet.not_a_sheet"


def test_a_file_that_would_fill_the_memory_is_refused(monkeypatch):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 2_000_000)
    monkeypatch.setattr(sheets, "LARGEST_UNPACKED", 1_000_000)
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)

    assert code_of(kept.getvalue()) == "sheet.too_big"
    assert code_of(CHINESE.encode() + b"13,2,,503,\n") == "sheet.too_many_rows"
    monkeypatch.setattr(sheets, "LARGEST_BYTES", 10)
    assert code_of(CHINESE.encode()) == "sheet.too_big"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused_and_never_stumbles(data):
    content = bytearray(workbook(["楼", "单元", "门牌"], [13, 2, 501]))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))

    with suppress(Refused):
        read_estate(bytes(content[: data.draw(st.integers(4, len(content)))]))


@given(st.binary(max_size=200))
def test_any_bytes_at_all_are_read_or_refused(content):
    with suppress(Refused):
        read_estate(content)


def test_bad_rows_are_told_by_their_number_in_the_sheet_with_the_reason():
    rows = [
        ["住户表"],
        [],
        ["楼", "单元", "层", "门牌"],
        [13, 2, 5, 501],
        [None, 2, 5, 502],
        [13, None, 5, 502],
        [13, 2, 5, None],
        [],
        [13, 2, 999, 503],
        [13, 2, "顶层", 503],
        ["十三号楼", "二门", None, "501室"],
        [date(2026, 2, 13), 2, 5, 504],
        [13, 2, 5, "#N/A"],
        ["楼" * 30, 2, 5, 505],
        [13, 2, 6, 601],
    ]

    read = read_estate(workbook(*rows))

    assert [flat.door for flat in read.flats] == ["501", "601"]
    assert [(bad.row, bad.code) for bad in read.bad] == [
        (5, "flat.no_building"),
        (6, "flat.no_entrance"),
        (7, "flat.no_door"),
        (9, "flat.odd_floor"),
        (10, "flat.odd_floor"),
        (11, "flat.twice"),
        (12, "flat.became_a_date"),
        (13, "flat.error_in_cell"),
        (14, "flat.too_long"),
    ]
    assert read.bad[5].facts == {"row": 4}


def test_rows_of_csv_are_numbered_as_a_spreadsheet_numbers_them():
    content = '楼,单元,门牌,备注\n13,2,501,"两\n行"\n\n13,2,,\n'.encode()

    assert [bad.row for bad in read_estate(content).bad] == [4]


@pytest.fixture
def told(north, tmp_path, capsys, monkeypatch):
    """Give `linli places import` a file; its exit status, what it said, what it complained of."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")

    def run(content, *more, slug="north"):
        file = tmp_path / "estate.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        status = main(["places", "import", str(file), "--community", slug, *more])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


NEW = "楼,单元,门牌,别名\n21,1,101,白楼\n21,1,102,\n"
PARTLY = NEW + "21,1,,\n"


def test_a_list_is_taken_by_the_console(north, told):
    status, out, err = told(NEW, "--estate", "白杨院", "--area", "白杨院物业区")

    assert (status, err) == (0, "")
    assert out == "north社区：新收 1 栋楼、1 个单元、2 户，原来就有 0 户。\n"
    (house,) = find_place(north.community_id, "白楼")
    (entrance,) = next(one for one in buildings(north.community_id) if one.id == house.building_id).entrances
    assert [home.address for home in households(entrance.id)] == ["21号楼1单元101", "21号楼1单元102"]


def test_a_list_taken_twice_adds_nothing(told):
    told(NEW)

    assert told(NEW) == (0, "north社区：新收 0 栋楼、0 个单元、0 户，原来就有 2 户。\n", "")


def test_the_good_rows_are_taken_and_the_bad_ones_are_named(told):
    status, out, err = told(PARTLY)

    assert status == 1
    assert "新收 1 栋楼、1 个单元、2 户" in out
    assert err == "第 4 行没有收：没有写门牌。\n"


def test_all_or_nothing_writes_nothing(north, told):
    before = buildings(north.community_id)

    status, out, err = told(PARTLY, "--all-or-nothing")

    assert (status, out) == (1, "")
    assert err == "第 4 行没有收：没有写门牌。\n一户也没有写入。改好再来一次。\n"
    assert buildings(north.community_id) == before
    assert told(NEW, "--all-or-nothing")[0] == 0


def test_a_machine_is_answered_in_json(told):
    status, out, err = told(PARTLY, "--json")

    assert (status, err) == (1, "")
    assert json.loads(out) == {
        "taken": True,
        "buildings": 1,
        "entrances": 1,
        "households": 2,
        "known": 0,
        "bad": [{"row": 4, "code": "flat.no_door", "why": "没有写门牌。"}],
    }


def test_many_bad_rows_are_summed_up(told):
    _status, _out, err = told(NEW + "21,1,,\n" * 60)

    assert err.count("没有收：") == 50
    assert err.endswith("还有 10 行没有收；用 --json 看全部。\n")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "这个表是空的。"),
        (b"\0\1\2", "这不是表格，或者文件坏了。CSV 和 XLSX 都可以。"),
        ("楼,单元\n1,1\n", "表头里没有：门牌。第一行请写“楼、单元、门牌”。"),
        ("楼,单元,门牌,室\n1,1,1,1\n", "“室”和前面一列说的都是“门牌”，请只留一列。"),
    ],
)
def test_the_wrong_file_gets_a_sentence(told, content, why):
    assert told(content) == (1, "", why + "\n")


def test_a_file_that_is_not_there_and_a_community_that_is_none_get_a_sentence(told, tmp_path, capsys):
    assert told(NEW, slug="nowhere") == (1, "", "没有这个社区。\n")
    for name, why in ((tmp_path / "none.csv", "没有这个文件"), (tmp_path, "打不开")):
        assert main(["places", "import", str(name), "--community", "north"]) == 1
        assert why in capsys.readouterr().err
