// Passkeys: asks the device, and sends what it answers with the form. What is asked stands in the page; nothing is fetched.
"use strict";

const form = document.querySelector("form[data-passkey]");
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const list = (credentials) => (credentials ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

// What JSON cannot hold is written in base64url on both ways.
function asked() {
  const { publicKey } = JSON.parse(form.dataset.options);
  publicKey.challenge = bytes(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
  if (publicKey.excludeCredentials) publicKey.excludeCredentials = list(publicKey.excludeCredentials);
  if (publicKey.allowCredentials) publicKey.allowCredentials = list(publicKey.allowCredentials);
  return { publicKey };
}

function answered(credential) {
  const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const held = names.filter((name) => credential.response[name]).map((name) => [name, text(credential.response[name])]);
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: Object.fromEntries(held), clientExtensionResults: {} };
}

async function ask(event) {
  event.preventDefault();
  const cannot = form.querySelector("[data-cannot]");
  cannot.hidden = true;
  try {
    const credential = await navigator.credentials[form.dataset.passkey](asked());
    form.elements.credential.value = JSON.stringify(answered(credential));
    form.submit();
  } catch {
    cannot.hidden = false;
    delete form.dataset.sent;
  }
}

if (form && window.PublicKeyCredential) {
  form.querySelector("[data-unable]").hidden = true;
  form.querySelector("button").hidden = false;
  form.addEventListener("submit", ask);
}
