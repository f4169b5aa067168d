"""Addresses of one's own affairs."""

from __future__ import annotations

from django.urls import path

from tongban.web.fresh import confirm
from tongban.web.my import (
    adding,
    complaining,
    delegations,
    delivering,
    devices,
    email,
    looked,
    privacy,
    profile,
    security,
    telephone,
    views,
)
from tongban.web.my.links import links

app_name = "my"
urlpatterns = [
    path("", views.home, name="home"),
    path("messages/", views.inbox, name="messages"),
    path("messages/texts/", views.texts, name="texts"),
    path("confirm/", confirm, name="confirm"),
    path("profile/", profile.profile, name="profile"),
    path("profile/address/", profile.address, name="address"),
    path("profile/email/", email.email, name="email"),
    path("profile/mobile/", telephone.telephone, name="mobile"),
    path("looked/", looked.looked, name="looked"),
    path("looked/proof/", looked.proof, name="looked-proof"),
    path("looked/<int:position>/proof/", looked.proof_of_one, name="looked-one"),
    path("privacy/", privacy.index, name="privacy"),
    path("privacy/take/", privacy.take, name="privacy-take"),
    path("privacy/correct/", privacy.correct, name="privacy-correct"),
    path("privacy/requests/<uuid:key>/take-back/", privacy.take_back, name="privacy-take-back"),
    path("privacy/close/", privacy.close, name="privacy-close"),
    path("privacy/stay/", privacy.stay, name="privacy-stay"),
    path("links/", links, name="links"),
    path("enterprises/", delegations.enterprises, name="enterprises"),
    path("enterprises/<uuid:party>/agents/new/", delegations.offer, name="enterprise-agent"),
    path("enterprises/<uuid:party>/agents/<uuid:delegation>/<slug:verb>/", delegations.act, name="enterprise-act"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/new/", delegations.offer, name="delegation-offer"),
    path("delegations/<uuid:delegation>/<slug:verb>/", delegations.act, name="delegation-act"),
    path("devices/", devices.index, name="devices"),
    path("devices/end/", devices.end, name="device-end"),
    path("devices/end-others/", devices.end_others, name="devices-end-others"),
    path("security/", security.index, name="security"),
    path("security/password/", security.password, name="security-password"),
    path("security/passkey/", security.passkey, name="security-passkey"),
    path("security/passkey/<uuid:key>/remove/", security.remove_passkey, name="security-passkey-remove"),
    path("security/authenticator/", security.authenticator, name="security-authenticator"),
    path("cases/", views.listed, name="cases"),
    path("cases/<str:number>/", views.case, name="case"),
    path("cases/<str:number>/receipt/", views.receipt, name="receipt"),
    path("cases/<str:number>/documents/<slug:kind>/", views.document, name="document"),
    path("cases/<str:number>/materials/<uuid:row>/", views.material, name="material"),
    path("cases/<str:number>/supplement/", views.supplement, name="supplement"),
    path("cases/<str:number>/add/", adding.add, name="add"),
    path("cases/<str:number>/help/", complaining.complain, name="help"),
    path("cases/<str:number>/help/files/<uuid:row>/", complaining.file, name="help-file"),
    path("cases/<str:number>/supply/", views.supply, name="supply"),
    path("cases/<str:number>/rectify/", views.rectify, name="rectify"),
    path("cases/<str:number>/reapply/", views.reapply, name="reapply"),
    path("cases/<str:number>/deliver/", views.deliver, name="deliver"),
    path("cases/<str:number>/delivery/", delivering.delivery, name="delivery"),
    path("cases/<str:number>/hearing/", views.heard, name="hearing"),
    path("cases/<str:number>/withdraw/", views.withdraw, name="withdraw"),
]
