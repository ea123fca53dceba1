import type { Language } from "#core/ui/i18n.ts"

/** What was done, for whoever does not know the codes; undefined: a deed that this page knows no words for. */
export const auditSentence = (action: string, language: Language): string | undefined =>
  Object.hasOwn(sentences, action) ? sentences[action]?.[language] : undefined

const sentences: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  "login.succeeded": { en: "Signed in", fr: "Connexion" },
  "login.pin": { en: "Took a handheld over with a PIN", fr: "Terminal pris avec un code PIN" },
  "login.device": { en: "A device signed in", fr: "Connexion d’un appareil" },
  "login.locked": {
    en: "Locked out after too many wrong passwords",
    fr: "Connexion bloquée après trop de mots de passe faux",
  },
  "session.logout": { en: "Signed out", fr: "Déconnexion" },
  "session.reused": {
    en: "A sign-in was ended: its key was used twice",
    fr: "Connexion terminée : sa clé a servi deux fois",
  },
  "keys.rotated": {
    en: "The keys of all sign-ins were changed",
    fr: "Clés de toutes les connexions changées",
  },

  "user.created": { en: "Added a person", fr: "Personne ajoutée" },
  "user.joined": { en: "Took a person in", fr: "Personne admise dans ce restaurant" },
  "user.changed": { en: "Changed a person", fr: "Personne modifiée" },
  "user.removed": { en: "Removed a person", fr: "Personne retirée" },
  "user.enabled": { en: "Let a person sign in again", fr: "Personne réactivée" },
  "user.disabled": { en: "Disabled a person", fr: "Personne désactivée" },
  "user.password_changed": { en: "Changed a password", fr: "Mot de passe changé" },
  "user.pin_changed": { en: "Changed a PIN", fr: "Code PIN changé" },
  "user.pin_removed": { en: "Took a PIN away", fr: "Code PIN retiré" },
  "user.role_changed": { en: "Gave a person another role", fr: "Rôle d’une personne changé" },

  "role.created": { en: "Added a role", fr: "Rôle ajouté" },
  "role.changed": { en: "Changed a role", fr: "Rôle modifié" },
  "role.removed": { en: "Removed a role", fr: "Rôle retiré" },
  "role.defaults_granted": {
    en: "Roles got the rights of a plugin",
    fr: "Droits d’un module donnés aux rôles",
  },

  "device.enrolled": { en: "Wrote a device down", fr: "Appareil inscrit" },
  "device.claim_made": { en: "Made a code for a device", fr: "Code fait pour un appareil" },
  "device.pairing_approved": { en: "Let a device in", fr: "Appareil admis" },
  "device.pairing_denied": { en: "Turned a device away", fr: "Appareil refusé" },
  "device.paired": { en: "A device came in", fr: "Appareil entré" },
  "device.bound": {
    en: "A printer was tied to its address",
    fr: "Imprimante attachée à son adresse",
  },
  "device.suspended": { en: "Suspended a device", fr: "Appareil suspendu" },
  "device.resumed": { en: "Let a device work again", fr: "Appareil rétabli" },
  "device.revoked": { en: "Took a device out for good", fr: "Appareil retiré pour toujours" },
  "device.role_changed": {
    en: "Changed the rights of a device",
    fr: "Droits d’un appareil changés",
  },
  "device.secret_changed": {
    en: "Gave a device a new secret",
    fr: "Nouveau secret pour un appareil",
  },
  "device.address_changed": {
    en: "Gave a printer a new address",
    fr: "Nouvelle adresse pour une imprimante",
  },
  "device.signed_out": { en: "Signed a device out", fr: "Appareil déconnecté" },

  "plugin.installed": { en: "Installed a plugin", fr: "Module installé" },
  "plugin.enabled": { en: "Enabled a plugin", fr: "Module activé" },
  "plugin.disabled": { en: "Disabled a plugin", fr: "Module désactivé" },
  "plugin.upgraded": { en: "Upgraded a plugin", fr: "Module mis à jour" },
  "plugin.uninstalled": { en: "Removed a plugin", fr: "Module retiré" },
  "plugin.purge_planned": {
    en: "Removed a plugin with its data",
    fr: "Module retiré avec ses données",
  },
  "plugin.purge_called_off": {
    en: "Kept the data of a removed plugin",
    fr: "Données d’un module retiré gardées",
  },
  "plugin.purged": {
    en: "The data of a plugin were deleted",
    fr: "Données d’un module supprimées",
  },
  "plugin.contracted": {
    en: "Tidied the tables of a plugin",
    fr: "Tables d’un module nettoyées",
  },
  "plugin.quarantined": {
    en: "A plugin was set aside: it failed too often",
    fr: "Module mis à l’écart : trop d’échecs",
  },
  "plugin.released": { en: "Let a plugin work again", fr: "Module rétabli" },
  "plugin.configured": {
    en: "Changed the settings of a plugin",
    fr: "Réglages d’un module changés",
  },

  "events.paused": { en: "Paused a handler of events", fr: "Traitement d’événements mis en pause" },
  "events.resumed": { en: "Resumed a handler of events", fr: "Traitement d’événements repris" },
  "events.dead_letter_retried": {
    en: "Tried a failed event again",
    fr: "Événement échoué réessayé",
  },
  "events.dead_letter_discarded": {
    en: "Gave a failed event up",
    fr: "Événement échoué abandonné",
  },
  "events.replayed": { en: "Ran events again", fr: "Événements rejoués" },

  "restaurant.founded": { en: "The restaurant was founded", fr: "Restaurant créé" },
  "restaurant.changed": { en: "Changed the restaurant", fr: "Restaurant modifié" },
  "instance.restaurant_opened": { en: "Opened another restaurant", fr: "Autre restaurant ouvert" },
  "tenant.limits_changed": {
    en: "Changed how much the restaurant may ask",
    fr: "Limites de requêtes du restaurant changées",
  },
}
