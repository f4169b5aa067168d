from __future__ import annotations

import re

import pytest

from tongban.documents import glyphs, templates, typesetting
from tongban.documents.api import Template

PUBLISHED = {
    ("receipt", 1): "64a45fc9030662a533ded8575dbd7dc35f0bfeecafa8c9dde38faffede54c42c",
    ("correction", 1): "7d07a8c337186d0df05412e732be603774c9c99168f99e6ed392cc3de7fa87ae",
    ("acceptance", 1): "736ddc6991bfad3d9e8d14d6f92a03a35790a877fbc5210ff7e8588c68158ba3",
    ("non_acceptance", 1): "d715bca3594f0b6c77faa396e6f82d98a1d23e790e04f621114619968a018358",
    ("grant", 1): "ad4ba6d33c9b3fd4c883a0af786d8baafd8d26006b885450ba3fcf691609abe2",
    ("refusal", 1): "644dc4bdb68e4d7e154ec5832af5f0b4b6476a12bbb5a5d44b889984a3a9aebe",
    ("receipt", 2): "7d17d2ddf331012ff3a2cea7fcff56780426887117e48405c4c8043d43437cfd",
    ("correction", 2): "521398d33ce989feae426b024754e792dccb6df516741dcc0d28cf47bb85ab1b",
    ("acceptance", 2): "70a12decd54570a702ef686bd8f73a3f106e0569f33e6bebf6637fa43ff54fbe",
    ("non_acceptance", 2): "911911a160206761dc819ef2ef8d1ebf9e65ee36954a71118168d26841eca7d5",
    ("grant", 2): "1f5c03b40bf9d0c550af51ddd756b51afb0818de951966cb7012de44533e5278",
    ("refusal", 2): "3810e409c9883b2b3ceaa884e1b24662790568f6ec1e2bd3233253a347d456d2",
    ("extension", 2): "46012a4afca9c51b34e97d5a5029d8610ea742a0130ce726be16726b55f25848",
    ("special_procedure", 2): "023b5191b5808855d2ddf846ff87003de026ecf6eb77c600bd9eccd2bdd6edb5",
    ("receipt", 3): "9da9c31a3ee2cd5f0441a34b7d40d76dd358c92c6e3a981adc40a504f3a8285e",
    ("receipt", 4): "a011b9941bd43aab0f1847d5104720f0a38baf4d451f5a6fd9645bd3075d58df",
    ("correction", 4): "51f1308d79c1e6e68e77f42fd4a1ed029ed50b0cfeb48e36a776cdab4b78760e",
    ("acceptance", 4): "00ac5f71f731aa81b12d303ef088f0c57857af2cfe25a69276f70a391333b7d2",
    ("non_acceptance", 4): "999a4fbe570210e9cda628837939d81a2b8bcf5faefccd35d77a3c77babfbefd",
    ("extension", 4): "4c902980ce1282164cb4f24e3a361566e6c51225a04a0b5e1a5d3a714365076a",
    ("special_procedure", 4): "e9f1e2f052408a4c63efa3d20f388522d5b4ad312b474c2c2517667b9ca4bc4b",
    ("grant", 4): "3a82d0e2b58a85ecfbeb6d6212934d36a65c8bc9e0f73ad6d75dd084db7d3393",
    ("refusal", 4): "fb6fac751e5ebb071cc513c4f75929f2dd22de3114e7f636787e7373436a8af1",
    ("new_version", 4): "fe1610acf630c55c6421c3e56ba0597dadd984bdf06dc27724761ba8c4caa3f2",
    ("new_version", 5): "9deb8dbeb229a957450605f483fa740437ccb3423f9017808717974277ddc067",
    ("delivery", 4): "6a9da6395fa7aef25fedfe52a36261c6832d37c325f6ad7936f7072a1d0e3db3",
    ("termination", 4): "34a2ddbbc6f9c41f245312a682cad73ec048ba7b7a2c2818688364147afaff72",
    ("hearing_rights", 4): "e0efeb86577e5a1c07bdbe30f437fc2ebcc69290a56ef6725baa859d2a15c179",
    ("hearing_notice", 4): "8eb6fcb80b93918db52fd175c21ca3ac58a348360da3d38f14a0ae7d05553852",
    ("hearing_minutes", 4): "b747a654a06408a398bca0f8dec3b43379dbe41dd4b5743477edc5828668b348",
    ("deemed_renewal", 4): "3d63133820b262e37358429a30acc3cb26d2f683fef88e753109f900349cdc04",
    ("commitment_check", 4): "b57dbcc2bafdaed6510830f645bd31ac1640715a812d64d20561afc533093f1d",
}
"""Digests of the versions that documents were issued with. Never change a line: add a version."""


@pytest.mark.parametrize(("name", "version"), PUBLISHED)
def test_a_version_once_published_never_changes(name: str, version: int) -> None:
    digest = PUBLISHED[name, version]

    assert templates.pinned(name, version, digest).digest == digest


def test_every_version_that_lies_there_is_published() -> None:
    lying = {(path.parent.name, int(path.stem)) for path in templates.ROOT.glob("*/*.typ")}

    assert lying - {key for key in lying if key[0] == "frame"} == set(PUBLISHED)


def test_every_kind_of_document_has_a_template() -> None:
    assert {name for name, _ in PUBLISHED} == set(Template)


def test_the_digest_covers_the_frame_that_a_template_imports() -> None:
    for name, version in PUBLISHED:
        text = (templates.ROOT / name / f"{version}.typ").read_text(encoding="utf-8")
        imports = re.findall(r"^#(?:import|include) .*$", text, re.MULTILINE)

        assert imports == [f'#import "/frame/{version}.typ": *']


def test_no_template_knows_a_period_or_a_law() -> None:
    for path in templates.ROOT.glob("*/*.typ"):
        text = path.read_text(encoding="utf-8")

        assert not re.search(r"\d+\s*(日|个月|个工作日)内|《中华人民共和国", text), path


def test_the_font_has_what_the_note_about_missing_characters_needs() -> None:
    folder = typesetting.font_dir()
    assert folder is not None
    font = glyphs.covered(folder / "400Regular" / "NotoSansSC_400Regular.ttf")

    assert {ord(mark) for mark in "〓（）U+0123456789ABCDEF〔〕《》“”无锡"} <= font
    assert glyphs.drawable("张𠮷三", font) == "张〓（U+20BB7）三"


@pytest.mark.parametrize("content", [b"\0\1\0\0\0\0" + b"\0" * 20, b"\0\1\0\0\0\1" + b"\0" * 40])
def test_a_file_that_is_no_font_is_a_fault_that_says_so(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("font") / "broken.ttf"
    path.write_bytes(content)

    with pytest.raises(ValueError, match="font"):
        glyphs.covered(path)
