import { deviceKinds } from "./permissions.ts"

/** Printers that ask at a secret address; the others speak with a token or over MQTT. */
export const pulledKinds = ["cloudprnt", "epson"] as const
export type PulledKind = (typeof pulledKinds)[number]

/** Whatever can have a credential. */
export const credentialKinds = [...deviceKinds, ...pulledKinds] as const
export type CredentialKind = (typeof credentialKinds)[number]

export const isPulled = (kind: CredentialKind): kind is PulledKind =>
  pulledKinds.some((known) => known === kind)

/** What signs in with a secret: an agent over MQTT. */
export const hasSecret = (kind: CredentialKind): boolean => kind === "printerAgent"
