"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from tongban.web.desk import (
    blocks,
    calendars,
    clients,
    closures,
    data,
    items,
    jobs,
    recovery,
    several,
    ticking,
    unmasking,
    views,
)

app_name = "desk"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("calendars/", calendars.index, name="calendars"),
    path("calendars/propose/", calendars.propose, name="calendar-propose"),
    path("calendars/<int:number>/", calendars.year, name="calendar-year"),
    path("calendars/proposals/<uuid:key>/", calendars.proposal, name="calendar-proposal"),
    path("closures/", closures.index, name="closures"),
    path("closures/propose/", closures.propose, name="closure-propose"),
    path("closures/<uuid:key>/", closures.closure, name="closure"),
    path("jobs/", jobs.index, name="jobs"),
    path("jobs/<int:job>/retry/", jobs.retry, name="job-retry"),
    path("clients/", clients.index, name="clients"),
    path("clients/register/", clients.register, name="client-register"),
    path("clients/<uuid:key>/", clients.client, name="client"),
    path("clients/<uuid:key>/change/", clients.change, name="client-change"),
    path("recovery/", recovery.index, name="recovery"),
    path("recovery/open/", recovery.begin, name="recovery-open"),
    path("recovery/<uuid:key>/", recovery.close, name="recovery-close"),
    path("data/", data.index, name="data"),
    path("data/<uuid:key>/", data.detail, name="data-request"),
    path("data/<uuid:key>/proof/", data.proof, name="data-proof"),
    path("items/", items.index, name="items"),
    path("items/<str:code>/", items.item, name="item"),
    path("quality/", items.quality, name="quality"),
    path("several/", several.several, name="several"),
    path("texts/", blocks.index, name="blocks"),
    path("texts/write/", blocks.write, name="block-new"),
    path("texts/<uuid:key>/", blocks.write, name="block"),
    path("texts/<uuid:key>/away/", blocks.put_away, name="block-away"),
    path("<str:number>/", views.case, name="case"),
    path("<str:number>/unmask/<str:field>/", unmasking.unmask, name="unmask"),
    path("<str:number>/materials/<uuid:row>/", views.material, name="material"),
    path("<str:number>/documents/<slug:kind>/", views.document, name="document"),
    path("<str:number>/checks/", ticking.tick, name="checks"),
    path("<str:number>/do/<slug:verb>/", views.do, name="do"),
]
