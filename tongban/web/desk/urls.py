"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from tongban.web.desk import calendars, closures, items, views

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
    path("items/", items.index, name="items"),
    path("items/<str:code>/", items.item, name="item"),
    path("quality/", items.quality, name="quality"),
    path("<str:number>/", views.case, name="case"),
    path("<str:number>/materials/<uuid:row>/", views.material, name="material"),
    path("<str:number>/documents/<slug:kind>/", views.document, name="document"),
    path("<str:number>/do/<slug:verb>/", views.do, name="do"),
]
