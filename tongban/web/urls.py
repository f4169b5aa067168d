"""Addresses of the portal."""

from __future__ import annotations

from django.urls import include, path

from tongban.web import features, home, items, notices, places, prefs, search, texts
from tongban.web.departments import departments
from tongban.web.directory import differences, entry
from tongban.web.guides import page, versions
from tongban.web.guides.paper import paper
from tongban.web.guides.situation import situation
from tongban.web.guides.specimens import guide_file
from tongban.web.licences import licences
from tongban.web.life import life
from tongban.web.record import record, verifier
from tongban.web.reports import policy_report
from tongban.web.served import opened_file
from tongban.web.signin.acting import act_for
from tongban.web.signin.signing_up import sign_up
from tongban.web.signin.views import signout
from tongban.web.workdays import workdays

urlpatterns = [
    path("", home.home, name="home"),
    path("items/", items.index, name="items"),
    path("features/", features.index, name="features"),
    path("features/<slug:slug>/", features.feature, name="feature"),
    path("features/<slug:slug>/<slug:kind>/", features.export, name="feature-export"),
    path("items/<str:code>/", page.detail, name="item"),
    path("items/<str:code>/situation/", situation, name="situation"),
    path("items/<str:code>/versions/", versions.versions, name="versions"),
    path("items/<str:code>/versions/<int:number>/", versions.version, name="version"),
    path("items/<str:code>/versions/<int:number>/changes/", versions.compared, name="compared"),
    path("items/<str:code>/versions/<int:number>.json", versions.document, name="guide-document"),
    path("items/<str:code>/versions/<int:number>.pdf", paper, name="guide-paper"),
    path("items/<str:code>/files/<str:digest>/<str:place>/", guide_file, name="guide-file"),
    path("changes/", notices.changes, name="changes"),
    path("changes/<uuid:key>/", notices.change, name="change"),
    path("changes/recalled/<uuid:key>/", notices.recalled, name="recalled"),
    path("changes.atom", notices.feed, name="changes-feed"),
    path("life/<slug:code>/", life, name="life"),
    path("departments/", departments, name="departments"),
    path("licences/", licences, name="licences"),
    path("places/", places.index, name="places"),
    path("places/<str:code>/", places.detail, name="place"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("search/missing/", search.tell, name="missing"),
    path("workdays/", workdays, name="workdays"),
    path("record/", record, name="record"),
    path("record/verifier/", verifier, name="verifier"),
    path("policy-report/", policy_report, name="policy-report"),
    path("prefs/", prefs.prefs, name="prefs"),
    path("signin/", include("tongban.web.signin.urls")),
    path("signup/", sign_up, name="signup"),
    path("signout/", signout, name="signout"),
    path("acting-for/", act_for, name="act-for"),
    path("sample/", include("tongban.web.sample.urls")),
    path("about/", texts.about, name="about"),
    path("privacy/", texts.privacy, name="privacy"),
    path("accessibility/", texts.accessibility, name="accessibility"),
    path("design/", texts.design, name="design"),
    path("apply/", include("tongban.web.apply.urls")),
    path("my/", include("tongban.web.my.urls")),
    path("progress/", include("tongban.web.progress.urls")),
    path("concerned/", include("tongban.web.concerned.urls")),
    path("desk/audit/", include("tongban.web.audit.urls")),
    path("desk/clocks/", include("tongban.web.watch.urls")),
    path("desk/words/", include("tongban.web.words.urls")),
    path("desk/directory/", include("tongban.web.directory.urls")),
    path("desk/differences/", differences.index, name="differences"),
    path("desk/differences/<slug:kind>/", differences.export, name="differences-export"),
    path("desk/entry/", entry.index, name="centres"),
    path("desk/entry/<slug:kind>/", entry.export, name="centres-export"),
    path("desk/", include("tongban.web.designing.urls")),
    path("desk/", include("tongban.web.revising.urls")),
    path("desk/", include("tongban.web.staffing.urls")),
    path("desk/", include("tongban.web.desk.urls")),
    path("counter/", include("tongban.web.counter.urls")),
    path("opened/<str:handle>/", opened_file, name="opened-file"),
    path("outside/", include("tongban.web.outside.urls")),
    path("", include("tongban.web.oidc.urls")),
    path("", include("tongban.web.ops.urls")),
]
