"""Addresses of revisions, below /desk/."""

from __future__ import annotations

from django.urls import path

from tongban.web.revising import beginning, files, papers, sections, views

app_name = "revising"
urlpatterns = [
    path("reviews/", views.todo, name="todo"),
    path("revisions/", views.index, name="index"),
    path("items/<str:code>/revise/", beginning.begin, name="begin"),
    path("items/<str:code>/versions/<int:number>.toml", files.version, name="version-file"),
    path("revisions/<uuid:key>/", views.revision, name="revision"),
    path("revisions/<uuid:key>/present/", views.present, name="present"),
    path("revisions/<uuid:key>/ground/", views.ground, name="ground"),
    path("revisions/<uuid:key>/difference/", views.difference, name="difference"),
    path("revisions/<uuid:key>/preview/", views.preview, name="preview"),
    path("revisions/<uuid:key>/file/", files.bring_in, name="file"),
    path("revisions/<uuid:key>/guide.toml", files.export, name="export"),
    path("revisions/<uuid:key>/remarks/", views.remark, name="remark"),
    path("revisions/<uuid:key>/remarks/<uuid:remark>/answer/", views.answer, name="answer"),
    path("revisions/<uuid:key>/remarks/<uuid:remark>/resolve/", views.resolve, name="resolve"),
    path("revisions/<uuid:key>/do/<slug:verb>/", views.do, name="do"),
    path("revisions/<uuid:key>/papers/<str:place>/change/", papers.change, name="paper-change"),
    path("revisions/<uuid:key>/papers/<str:place>/", papers.opened, name="paper"),
    path("revisions/<uuid:key>/<slug:section>/", sections.section, name="section"),
]
