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
    ("acceptance", 6): "e7863e380f9bb2425b3ba4c41c6ad537c704e070ff0968a2c5f5b5d5d4b9e524",
    ("commitment_check", 6): "8e2e43e4d15e39993b60094031236e556d7adf7fbfb42e4cf428b34fe9609d15",
    ("correction", 6): "32e23c3608972202ce59e1247f91d15011b928781ad74e9383b7bca0eb1b0393",
    ("deemed_renewal", 6): "305cd8341e554ca5c823a753a9b9dd2cde62af02a70d1da0511312f1713b7821",
    ("delivery", 6): "31393f2b79b9a369ec6dcb8a4a0f121e8b6981b81a667d4087f97f8d648121f7",
    ("extension", 6): "84447ce4b8c42cd4d0d24f7b3b816632586b9623739db3a2061dbc399f054ed1",
    ("grant", 6): "ebfc41ca06a68894d45880b336aea3d7af81bab18fd962d80987615bf3583769",
    ("hearing_minutes", 6): "8c32d6f14d0dc801bdd61efb8420389e5ce1baead0be915d0214a75d70d6f823",
    ("hearing_notice", 6): "d8e6ba8d8d286f86f1b45ed72bfc2ea756d167a450d28b83031f5129b8eddb81",
    ("hearing_postponed", 6): "debec6404f92ff431189917517625236e0ad1475c96750d53b205fb0ee06b918",
    ("hearing_rights", 6): "ad401eaee96f3fd733f92d39fe2695ceda6370a5de3edeb4f08740ab0f6dc980",
    ("new_version", 6): "0abbee23073e4c3d283af646aa5eaf2107c76a86a6e96bff70d0d784abcc4cb2",
    ("non_acceptance", 6): "aecd90a37dab566bdc90caf5d0f153ff144ce44fec4d475abb3df5f920c07a2d",
    ("receipt", 6): "53c5eb00d3f9578e45e86085028dbde1c9a9b9d24d50faa53f0d7f4a68749476",
    ("refusal", 6): "94f9ef78f4de53d3d75ac461ee027f9cbaffac28ceff21973d516df77bbd9c5e",
    ("special_procedure", 6): "4e588a36370003ff6c460d2c27aecd84562ec7cfb9afc3332f616aa65c1f879f",
    ("termination", 6): "aaee7d195cff3f1eacaa0026e479f629cb67362d69103962c68f0fbfedf0feb7",
    ("acceptance", 7): "4cfe9aa9b42d8acf664a3624ef8d4cd47e4559c3afe475efd7981698a3c803cc",
    ("grant", 7): "62d442e68431ead97c7d3f34ce3d11dc39edc4a55fb526dbc444816ca32585bb",
    ("receipt", 7): "b9110481ab2e9a3605ff88daf0598af1d5f2b3cf3c6fb35f7faa7c6b4fd10697",
    ("refusal", 7): "c250fc7331955229684beb82db1ee6da30557f4c949bca3643ac4d9510a8422e",
    ("acceptance", 8): "b9cab1d5e70b55a894d98d07766a661a9d11d3899516143d5d56a2969e93f9d5",
    ("commitment_check", 8): "5e0f0ab6785cab16dc684763a7c22a0f1fb6870561206fc480aa4ebc14a663fc",
    ("rectification", 8): "1f95d5f1a406320bcdc41e03ccf9973e29cb8b1d0bc440c00c2a55978fbbdc4b",
    ("correction", 8): "f332c05c3a6092dae055c162e51e940cb74134a2c08de9c631be2b4ee12e6372",
    ("deemed_renewal", 8): "3569f31e351f5b83e148ab9fef5f721c9854f0ef75488294d353ff691a249560",
    ("delivery", 8): "af7720e3070f7b0138c15ac8b767d5acf450b740f48394a8457e332c719f221d",
    ("extension", 8): "49f31bbeffb7e2e04296bd32970ce8a96fed67434b2f3c2268900fd7620bc82d",
    ("grant", 8): "00b9f1317e259a9af2bc3c7c6a93ffa3a16b305667dd6ca4cd75e230326e350c",
    ("hearing_minutes", 8): "57872c133a17c3388b1a5d1f4dfa6761d840401dc33b071ebf1b433640c7ca26",
    ("hearing_notice", 8): "fd3b5dfd859ef883b13c791c6352a93579a86f3418e20fa87ff0a58f7ec3003e",
    ("hearing_postponed", 8): "9c408ed950166c03bdae096cbbc34e557e3e4787adc62c5fa3b0bbd13eabf1f4",
    ("hearing_rights", 8): "873e53ef446d8b519f245e2312b1ef5d46a74cff5f0fb71b8e6bfba8c8c227dc",
    ("new_version", 8): "13b507f14334e9e48f2bde31ac33a379f07db2cfcd624d7ecbc3ed5c7c4abca6",
    ("non_acceptance", 8): "04cdc90557a316d6db653a4cfeec2fd6a4bc46a2c97222533d1ad0a320dd0208",
    ("prescreened", 8): "fc3520321f52ee8bc135941b3f9ff2fb5920ffd95d7bc4560560f5acbf38f747",
    ("receipt", 8): "df2faeb1e03b00d5a8a1685563f930d78832f0d5cac91ad9772965f7c5b5c353",
    ("refusal", 8): "895348c555594277c93c7ef35bb62494e7cf2cd419ab98bc1cd10ad1d86e7ca1",
    ("special_procedure", 8): "ceac5b55408f0aaa2c08149d84665e2ae16ac3ac91fdda16e7c7dd0f2a9a590e",
    ("delivery", 9): "a85585bb45b25201e245c384484e0516fdf91fc36eef3852cd777e6991b3a6ec",
    ("termination", 9): "6cfc2c1a588e90b66d3d1a0a86de12866cc4c128c7bff93bc0b6e5532122c9e5",
    ("termination", 8): "13639b75a6e839ad57bf25a168c6fbcb7b09bb63566f427674f741918ce29e4b",
    ("acceptance", 9): "db1f1076d5beb69a46ae25cf5f583290befce5217136ea050fb2c8e0458f975c",
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
