import type { Dictionary, Language } from "#core/ui/i18n.ts"
import { ApiRefusal } from "./api.ts"

export interface Sentence {
  readonly text: string
  /** What the reader can do about it. */
  readonly advice?: string
  readonly code?: string
}

/** What went wrong, in the reader's language as far as it is known, else as the hub said it. */
export const sentenceOf = (failure: Error, language: Language): Sentence => {
  const { unreachable, noAnswer } = general[language]
  if (!(failure instanceof ApiRefusal))
    return failure.name === "TimeoutError" ? noAnswer : unreachable
  const { code } = failure
  const known = sentences[language][code]
  if (known === undefined) return { text: failure.message, code }
  const [text, advice] = known
  return { text, code, ...(advice !== undefined && { advice }) }
}

/** The problem of one field of a form, when the hub found one there. */
export const problemAt = (failure: Error | undefined, path: string): string | undefined =>
  failure instanceof ApiRefusal
    ? failure.issues.find((issue) => issue.path === path)?.message
    : undefined

/** What is left to say under a form whose fields show what is wrong at these paths. */
export const besideFields = (
  failure: Error | undefined,
  ...paths: ReadonlyArray<string>
): Error | undefined =>
  failure instanceof ApiRefusal &&
  failure.issues.length > 0 &&
  failure.issues.every(({ path }) => paths.includes(path))
    ? undefined
    : failure

const general: Dictionary<{ readonly unreachable: Sentence; readonly noAnswer: Sentence }> = {
  en: {
    unreachable: {
      text: "The hub does not answer.",
      advice: "Is this device on the restaurant’s network? Nothing was changed as far as we know.",
    },
    noAnswer: {
      text: "The hub took too long to answer.",
      advice: "It may have done it all the same: look again before you repeat it.",
    },
  },
  fr: {
    unreachable: {
      text: "Le serveur ne répond pas.",
      advice:
        "Cet appareil est-il sur le réseau du restaurant ? Rien n’a changé, à notre connaissance.",
    },
    noAnswer: {
      text: "Le serveur a mis trop de temps à répondre.",
      advice: "Il l’a peut-être fait quand même : vérifiez avant de recommencer.",
    },
  },
}

type Sentences = Readonly<Record<string, readonly [text: string, advice?: string]>>

const sentences: Dictionary<Sentences> = {
  en: {
    AUTH_INVALID: ["You are no longer signed in.", "Sign in again."],
    AUTH_FORBIDDEN: ["Your role does not allow this.", "Ask an owner of the restaurant."],
    AUTH_LOCKED: ["Too many wrong tries.", "Wait a moment, then try again."],
    RATE_LIMITED: ["Too much at once.", "Wait a moment, then try again."],
    OUTAGE: ["The database does not answer right now.", "Orders wait safely. Try again soon."],
    OVERLOADED: ["The hub is busy.", "Try again in a moment."],
    VALIDATION_FAILED: ["Something in the form is not right.", "See the marked fields."],
    CONFIG_INVALID: ["These settings do not fit.", "See the marked fields."],
    REVISION_CONFLICT: [
      "Somebody changed this meanwhile.",
      "Load it again, then repeat your change.",
    ],
    PLUGIN_NOT_ENABLED: ["This plugin is not enabled here.", "Enable it under Plugins."],
    PLUGIN_UNKNOWN: ["This hub does not have that plugin."],
    PLUGIN_QUARANTINED: [
      "This plugin failed too often and was set aside.",
      "Look at its last error, then release it under Plugins.",
    ],
    PLUGIN_UNAVAILABLE: [
      "This plugin has just failed several times.",
      "It is tried again shortly.",
    ],
    PLUGIN_START_FAILED: ["The plugin did not start.", "Its last error says why. Then try again."],
    PLUGIN_NOT_INSTALLED: ["This plugin is not installed here.", "Install it first."],
    PLUGIN_OPERATION_IN_PROGRESS: [
      "Another change of the plugins is still running.",
      "One at a time: wait until it is done.",
    ],
    DEPENDENCY_MISSING: ["It needs a plugin that this hub does not have."],
    DEPENDENCY_VERSION: ["It needs another version of a plugin."],
    DEPENDENCY_CYCLE: ["These plugins need each other in a circle."],
    DEPENDENCY_NOT_ENABLED: ["It needs plugins that are not enabled.", "Let them come along."],
    DEPENDENTS_ENABLED: ["Other plugins need this one.", "Disable them along with it."],
    DEPENDENTS_INSTALLED: ["Other plugins need this one.", "Uninstall them first."],
    HOST_INCOMPATIBLE: ["It was made for another version of the hub."],
    ALREADY_CURRENT: ["It is up to date already."],
    DOWNGRADE_REFUSED: ["It cannot go back to an older version."],
    CONFIRM_MISMATCH: ["The short name of the restaurant was not typed correctly."],
    NOT_QUARANTINED: ["It is not set aside."],
    TOO_LATE: ["Too late: it can no longer be undone."],
    EVENTS_REPLAY_DENIED: ["Your role may not make events run again."],
    USERNAME_TAKEN: ["Somebody here has this user name already."],
    PIN_TAKEN: ["Somebody here has this PIN already.", "Choose another one."],
    PASSWORD_WEAK: ["This password is too easy to guess.", "Take a longer one."],
    LAST_OWNER: ["This is the last owner.", "Make somebody else an owner first."],
    ROLE_IN_USE: ["People still have this role.", "Give them another one first."],
    STATION_IN_USE: ["A screen still shows this station.", "Take it off the screen first."],
    STATION_KEY_TAKEN: ["Another station has this short name.", "Choose another one."],
    CATCH_ALL_TAKEN: [
      "Another station takes everything else by now.",
      "Load it again, then repeat your change.",
    ],
    STATION_UNKNOWN: ["One of these stations is gone.", "Load it again, then choose another one."],
    MODIFIER_GROUP_IN_USE: ["Dishes still ask this.", "Take it off the dishes first."],
    ROLE_BUILT_IN: ["This role came with the restaurant and stays."],
    SETUP_TOKEN_INVALID: [
      "The set-up code is not valid.",
      "Open the address that the hub printed when it started.",
    ],
    SETUP_ALREADY_DONE: ["This hub was set up already.", "Sign in instead."],
    SLUG_TAKEN: ["Another restaurant has this short name already."],
  },
  fr: {
    AUTH_INVALID: ["Vous n’êtes plus connecté.", "Reconnectez-vous."],
    AUTH_FORBIDDEN: ["Votre rôle ne le permet pas.", "Demandez à un propriétaire du restaurant."],
    AUTH_LOCKED: ["Trop d’essais erronés.", "Attendez un instant, puis réessayez."],
    RATE_LIMITED: ["Trop à la fois.", "Attendez un instant, puis réessayez."],
    OUTAGE: [
      "La base de données ne répond pas pour l’instant.",
      "Les commandes attendent en sécurité. Réessayez bientôt.",
    ],
    OVERLOADED: ["Le serveur est occupé.", "Réessayez dans un instant."],
    VALIDATION_FAILED: ["Quelque chose ne va pas dans le formulaire.", "Voyez les champs marqués."],
    CONFIG_INVALID: ["Ces réglages ne conviennent pas.", "Voyez les champs marqués."],
    REVISION_CONFLICT: [
      "Quelqu’un l’a modifié entre-temps.",
      "Rechargez, puis refaites votre modification.",
    ],
    PLUGIN_NOT_ENABLED: ["Ce module n’est pas activé ici.", "Activez-le sous Modules."],
    PLUGIN_UNKNOWN: ["Ce serveur n’a pas ce module."],
    PLUGIN_QUARANTINED: [
      "Ce module a échoué trop souvent et a été mis à l’écart.",
      "Voyez sa dernière erreur, puis libérez-le sous Modules.",
    ],
    PLUGIN_UNAVAILABLE: [
      "Ce module vient d’échouer plusieurs fois.",
      "Un nouvel essai suit bientôt.",
    ],
    PLUGIN_START_FAILED: [
      "Le module n’a pas démarré.",
      "Sa dernière erreur dit pourquoi. Réessayez ensuite.",
    ],
    PLUGIN_NOT_INSTALLED: ["Ce module n’est pas installé ici.", "Installez-le d’abord."],
    PLUGIN_OPERATION_IN_PROGRESS: [
      "Une autre opération sur les modules est en cours.",
      "Une à la fois : attendez la fin.",
    ],
    DEPENDENCY_MISSING: ["Il lui faut un module que ce serveur n’a pas."],
    DEPENDENCY_VERSION: ["Il lui faut une autre version d’un module."],
    DEPENDENCY_CYCLE: ["Ces modules dépendent les uns des autres en cercle."],
    DEPENDENCY_NOT_ENABLED: [
      "Il lui faut des modules qui ne sont pas activés.",
      "Activez-les en même temps.",
    ],
    DEPENDENTS_ENABLED: ["D’autres modules en ont besoin.", "Désactivez-les en même temps."],
    DEPENDENTS_INSTALLED: ["D’autres modules en ont besoin.", "Désinstallez-les d’abord."],
    HOST_INCOMPATIBLE: ["Il est fait pour une autre version du serveur."],
    ALREADY_CURRENT: ["Il est déjà à jour."],
    DOWNGRADE_REFUSED: ["Il ne peut pas revenir à une version plus ancienne."],
    CONFIRM_MISMATCH: ["Le nom court du restaurant n’a pas été saisi correctement."],
    NOT_QUARANTINED: ["Il n’est pas mis à l’écart."],
    TOO_LATE: ["Trop tard : ce n’est plus réversible."],
    EVENTS_REPLAY_DENIED: ["Votre rôle ne permet pas de rejouer des événements."],
    USERNAME_TAKEN: ["Quelqu’un a déjà ce nom d’utilisateur ici."],
    PIN_TAKEN: ["Quelqu’un a déjà ce code ici.", "Choisissez-en un autre."],
    PASSWORD_WEAK: ["Ce mot de passe se devine trop facilement.", "Prenez-en un plus long."],
    LAST_OWNER: ["C’est le dernier propriétaire.", "Nommez-en d’abord un autre."],
    ROLE_IN_USE: ["Des personnes ont encore ce rôle.", "Donnez-leur d’abord un autre rôle."],
    STATION_IN_USE: ["Un écran montre encore ce poste.", "Retirez-le d’abord de l’écran."],
    STATION_KEY_TAKEN: ["Un autre poste a ce nom court.", "Choisissez-en un autre."],
    CATCH_ALL_TAKEN: [
      "Un autre poste prend désormais tout le reste.",
      "Rechargez, puis refaites votre modification.",
    ],
    STATION_UNKNOWN: ["Un de ces postes n’existe plus.", "Rechargez, puis choisissez-en un autre."],
    MODIFIER_GROUP_IN_USE: [
      "Des plats posent encore cette question.",
      "Retirez-la d’abord des plats.",
    ],
    ROLE_BUILT_IN: ["Ce rôle est d’origine et reste."],
    SETUP_TOKEN_INVALID: [
      "Le code d’installation n’est pas valable.",
      "Ouvrez l’adresse que le serveur a affichée à son démarrage.",
    ],
    SETUP_ALREADY_DONE: ["Ce serveur est déjà installé.", "Connectez-vous."],
    SLUG_TAKEN: ["Un autre restaurant a déjà ce nom court."],
  },
}
