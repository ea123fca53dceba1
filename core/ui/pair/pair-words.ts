import type { Ended, PairKind, Trouble } from "./pairing.ts"

/** What the page says on a device that belongs to no restaurant yet. */
export const pairWords = {
  en: {
    title: "What is this device?",
    lead: "Choose, then a manager of the restaurant approves it. Nobody types a password here.",
    kinds: {
      kds: ["Kitchen screen", "Shows a station its tickets: the grill, the pass, the bar."],
      handheld: ["Handheld", "A waiter takes orders at the table with it."],
      board: ["Order board", "Guests see on it which number is ready."],
    } satisfies Record<PairKind, readonly [string, string]>,
    name: "Name of this device (optional)",
    nameHint: "The manager sees it and knows which tablet asks: “New tablet grill”.",
    haveCode: "I have a code from the manager",
    codeTitle: "Code from the manager",
    codeLabel: "Eight letters",
    codeHint: "Like BCDF-GHJK. It works once and for fifteen minutes.",
    become: "Become that device",
    claimTitle: "Become a device of this restaurant?",
    claimHint:
      "A manager made this address for one device. Go on if it is this one: the address works once.",
    asking: "Asking the hub for a code…",
    showTitle: "Show this code to a manager",
    scan: "The manager scans this with a phone, or opens the back office, Devices, and types the code.",
    qr: (code: string) => `QR code that opens the approval of ${code}`,
    left: (time: string) => `This code holds for ${time}.`,
    renewing: "This code is over. A new one comes by itself.",
    waiting: "Waiting for the manager. This page goes on by itself.",
    trouble: {
      offline:
        "The hub does not answer. Is this device on the restaurant’s Wi-Fi? It is tried again.",
      busy: "The hub is busy. It is asked again, less often.",
    } satisfies Record<Trouble, string>,
    over: {
      denied: ["A manager said no.", "If that was a mistake, ask again and tell them the code."],
      unanswered: [
        "Nobody came.",
        "Four codes ended without an answer. Ask again when a manager is there.",
      ],
    } satisfies Record<Exclude<Ended["kind"], "refused">, readonly [string, string]>,
    refusals: {
      PAIRING_EXPIRED: [
        "This code does not work.",
        "It was used already, is over, or was mistyped. Ask the manager for a new one.",
      ],
      PAIRING_LOCKED: ["Too many wrong codes from here.", "Wait ten minutes, then try again."],
      PAIRING_TOO_MANY: ["Too many devices ask at once.", "Try again in a few minutes."],
      DEVICE_SUSPENDED: ["This device is suspended.", "A manager can resume it under Devices."],
    } as Readonly<Record<string, readonly [string, string]>>,
    agent:
      "This code is for a print agent, which is no browser. It is used up: make a new one for the agent.",
    again: "Begin anew",
    back: "Back",
    almost: "Approved. Asking the hub what to show…",
    whichPage: "Approved. What shall this device show?",
  },
  fr: {
    title: "Qu’est-ce que cet appareil ?",
    lead: "Choisissez, puis un responsable du restaurant l’approuve. Aucun mot de passe ici.",
    kinds: {
      kds: ["Écran de cuisine", "Montre ses bons à un poste : le grill, le passe, le bar."],
      handheld: ["Terminal de salle", "Un serveur y prend les commandes à table."],
      board: ["Tableau des commandes", "Les clients y voient quel numéro est prêt."],
    } satisfies Record<PairKind, readonly [string, string]>,
    name: "Nom de cet appareil (facultatif)",
    nameHint:
      "Le responsable le voit et sait quelle tablette demande : « Nouvelle tablette grill ».",
    haveCode: "J’ai un code du responsable",
    codeTitle: "Code du responsable",
    codeLabel: "Huit lettres",
    codeHint: "Comme BCDF-GHJK. Il sert une fois, pendant quinze minutes.",
    become: "Devenir cet appareil",
    claimTitle: "Devenir un appareil de ce restaurant ?",
    claimHint:
      "Un responsable a fait cette adresse pour un appareil. Continuez si c’est celui-ci : elle ne sert qu’une fois.",
    asking: "Demande d’un code au serveur…",
    showTitle: "Montrez ce code à un responsable",
    scan: "Le responsable le scanne avec un téléphone, ou ouvre l’administration, Appareils, et tape le code.",
    qr: (code: string) => `QR code qui ouvre l’approbation de ${code}`,
    left: (time: string) => `Ce code vaut encore ${time}.`,
    renewing: "Ce code est terminé. Un nouveau arrive tout seul.",
    waiting: "En attente du responsable. Cette page continue toute seule.",
    trouble: {
      offline:
        "Le serveur ne répond pas. Cet appareil est-il sur le Wi-Fi du restaurant ? Nouvel essai en cours.",
      busy: "Le serveur est occupé. Il est redemandé, moins souvent.",
    } satisfies Record<Trouble, string>,
    over: {
      denied: [
        "Un responsable a dit non.",
        "Si c’est une erreur, redemandez et dites-lui le code.",
      ],
      unanswered: [
        "Personne n’est venu.",
        "Quatre codes sont restés sans réponse. Redemandez quand un responsable est là.",
      ],
    } satisfies Record<Exclude<Ended["kind"], "refused">, readonly [string, string]>,
    refusals: {
      PAIRING_EXPIRED: [
        "Ce code ne marche pas.",
        "Il a déjà servi, il est terminé ou mal tapé. Demandez-en un nouveau au responsable.",
      ],
      PAIRING_LOCKED: ["Trop de codes erronés d’ici.", "Attendez dix minutes, puis réessayez."],
      PAIRING_TOO_MANY: [
        "Trop d’appareils demandent à la fois.",
        "Réessayez dans quelques minutes.",
      ],
      DEVICE_SUSPENDED: [
        "Cet appareil est suspendu.",
        "Un responsable peut le rétablir sous Appareils.",
      ],
    } as Readonly<Record<string, readonly [string, string]>>,
    agent:
      "Ce code est pour un agent d’impression, qui n’est pas un navigateur. Il a servi : faites-en un autre pour l’agent.",
    again: "Recommencer",
    back: "Retour",
    almost: "Approuvé. Demande au serveur ce qu’il faut montrer…",
    whichPage: "Approuvé. Que doit montrer cet appareil ?",
  },
}

export type PairWords = (typeof pairWords)["en"]
