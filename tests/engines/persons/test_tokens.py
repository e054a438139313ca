from lali.engines.persons.tokens import classes, words


def test_titles_go_and_scripts_become_latin():
    assert words("Dr. Sera  VAKALALA") == ("sera", "vakalala")
    assert words("Nguyễn Thị Hoà") == ("nguyen", "thi", "hoa")
    assert words("王伟") == ("wang", "wei")
    assert words("Ratu") == ("ratu",)


def test_a_class_holds_forms_of_one_name():
    heads = classes(
        {"robert": 9, "bobby": 3, "englefield": 16, "englefiwld": 1, "cakobau": 5, "thakombau": 2, "mere": 3}
    )
    assert heads["bobby"] == heads["robert"]
    assert heads["englefiwld"] == heads["englefield"]
    assert heads["thakombau"] == heads["cakobau"]
    assert len(set(heads.values())) == 4


def test_small_differences_do_not_chain():
    heads = classes({"aaaabb": 3, "aaaacb": 2, "aaaacd": 1, "aaaaed": 1})
    assert heads["aaaaed"] != heads["aaaabb"]
