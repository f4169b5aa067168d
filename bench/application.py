"""One complete application for 食品经营许可 under the sample guide, made by the services as a person makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from tongban.cases import api as cases
from tongban.kernel.actors import Actor

ITEM = "ZISPJY"
GROUP = "business"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
PAGES: Mapping[str, Mapping[str, list[str]]] = {
    "operator": {
        "subject_name": ["无锡测试餐饮管理有限公司"],
        "uscc": ["91320200MAYYYY0169"],
        "legal_rep_name": ["测试丙"],
        "legal_rep_id": ["320200197908229030"],
    },
    "place": {"biz_region": ["320213021"], "biz_address": ["示例路 8 号"], "area": ["120"]},
    GROUP: {
        "subject_type": ["CATERING"],
        "business_items": ["HOT_FOOD", "DRINKS"],
        "central_kitchen": ["false"],
        "seats": ["40"],
        "with_network": ["true"],
        "with_automat": ["false"],
    },
    "people": {
        "employee_count": ["9"],
        "health_cert_count": ["9"],
        "safety_manager": ["测试甲"],
        "safety_manager_id": ["320200198804169015"],
    },
    "facilities": {"water_source": ["MUNICIPAL"], "grease_trap": ["true"]},
    "contact": {"contact_mobile": ["19900000003"], "by_agent": ["false"], "commitment": ["false"]},
}


def filled(*, by: Actor, clock: Callable[[], datetime]) -> cases.Case:
    """Open a draft, fill in every page and attach what is required; RuntimeError if the guide wants something else."""
    case = cases.open_draft(item=ITEM, by=by, at=clock())
    for group, posted in PAGES.items():
        cases.save_answers(draft=case.pk, group=group, posted=posted, by=by, at=clock())
    for row in cases.material_list(cases.draft_for(by, case.pk)):
        if row.needed:
            cases.attach(draft=case.pk, material=row.material.id, data=PDF, name="样例.pdf", by=by, at=clock())
    complete = cases.draft_for(by, case.pk)
    if faults := cases.faults(complete, at=clock()):
        message = f"the sample guide has changed; the application of the measurements lacks {sorted(faults)}"
        raise RuntimeError(message)
    return complete
