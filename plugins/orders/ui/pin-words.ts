import type { Dictionary } from "#core/ui/i18n.ts"
import { isolated } from "#core/ui/isolated.ts"

const wait = (seconds: number): string =>
  seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`

const en = {
  nobody: "Nobody",
  use: (name: string) => `${isolated(name)} has this handheld. Change hands or lock`,
  useNobody: "Nobody has this handheld. Enter your PIN",
  title: "Whose handheld is this?",
  ask: "Enter your PIN: orders then go out in your name.",
  now: (name: string) => `${isolated(name)} has it now. Somebody else enters their PIN.`,
  required: "Enter your PIN to take orders.",
  isLocked: "This handheld is locked.",
  kept: "What is not sent is kept.",
  asNobody: "Go on without a name",
  pin: "PIN",
  typed: (n: number) => `${n} digit${n === 1 ? "" : "s"} entered`,
  erase: "Take the last digit away",
  enter: "That is me",
  lock: "Lock",
  wrong: "This PIN is wrong. Try again.",
  locked: (seconds: number) =>
    `Too many wrong PINs. This handheld takes the next one in ${wait(seconds)}.`,
  mayNot: (name: string) => `${isolated(name)} may not take orders. Ask the manager.`,
  unreachable: "The hub does not answer, so nobody can check a PIN. Try again in a moment.",
  notADevice: (name: string) =>
    `This browser is signed in as ${isolated(name)}. To change hands by PIN, sign it in as a handheld: sign out in the settings, then scan the code on the hub’s start page.`,
  sendingFirst: (n: number, name: string | undefined) =>
    name === undefined
      ? `Sending what was asked here first (${n})…`
      : `Sending what ${isolated(name)} asked first (${n})…`,
  notSent: (n: number, name: string | undefined) =>
    name === undefined
      ? `${n} still wait here to be sent. Change hands when they are gone.`
      : `${n} of ${isolated(name)} still wait here to be sent. Change hands when they are gone.`,
  left: (n: number, name: string) =>
    `${n} of ${isolated(name)} wait here: they are sent when ${isolated(name)} enters their PIN.`,
  leftHere: (n: number) => `${n} wait here: they are sent when the handheld is locked again.`,
}

const fr: PinWords = {
  nobody: "Personne",
  use: (name) => `${isolated(name)} utilise ce terminal. Changer de main ou verrouiller`,
  useNobody: "Personne n’utilise ce terminal. Saisir votre code",
  title: "À qui est ce terminal ?",
  ask: "Saisissez votre code : les commandes partent ensuite à votre nom.",
  now: (name) => `${isolated(name)} l’utilise. Pour changer, l’autre personne saisit son code.`,
  required: "Saisissez votre code pour prendre des commandes.",
  isLocked: "Ce terminal est verrouillé.",
  kept: "Ce qui n’est pas envoyé est gardé.",
  asNobody: "Continuer sans nom",
  pin: "Code",
  typed: (n) => `${n} chiffre${n === 1 ? "" : "s"} saisi${n === 1 ? "" : "s"}`,
  erase: "Effacer le dernier chiffre",
  enter: "C’est moi",
  lock: "Verrouiller",
  wrong: "Ce code est faux. Réessayez.",
  locked: (seconds) => `Trop de codes faux. Ce terminal accepte le prochain dans ${wait(seconds)}.`,
  mayNot: (name) => `${isolated(name)} ne peut pas prendre de commandes. Demandez au responsable.`,
  unreachable:
    "Le serveur ne répond pas : personne ne peut vérifier un code. Réessayez dans un instant.",
  notADevice: (name) =>
    `Ce navigateur est connecté au nom de ${isolated(name)}. Pour changer de main par code, connectez-le comme terminal : déconnectez-vous dans les réglages, puis scannez le code de la page d’accueil du serveur.`,
  sendingFirst: (n, name) =>
    name === undefined
      ? `Envoi d’abord de ce qui attend ici (${n})…`
      : `Envoi d’abord de ce que ${isolated(name)} a demandé (${n})…`,
  notSent: (n, name) =>
    name === undefined
      ? `${n} à transmettre attendent encore ici. Changez de main quand ils seront partis.`
      : `${n} de ${isolated(name)} attendent encore d’être transmis. Changez de main quand ils seront partis.`,
  left: (n, name) =>
    `${n} de ${isolated(name)} attendent ici : envoi dès que ${isolated(name)} saisit son code.`,
  leftHere: (n) => `${n} attendent ici : envoi dès que le terminal est verrouillé.`,
}

export type PinWords = typeof en

/** What a handheld says about who has it. */
export const pinWords: Dictionary<PinWords> = { en, fr }
