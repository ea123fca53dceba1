import type { Language } from "#core/ui/i18n.ts"
import { isolated } from "#core/ui/isolated.ts"
import { type CauseWords, causeWords } from "#core/ui/print-cause.ts"
import { span } from "#core/ui/span.ts"
import type { DrivenPrinter, Fault } from "./fleet-device.ts"

/** What is wrong, and what a person does about it. */
export interface FaultSentence {
  readonly what: string
  readonly todo: string
}

/**
 * @param device what people call it
 * @param printer that it drives
 */
export const faultSentence = (
  { code, meta }: Fault,
  device: string,
  printer: DrivenPrinter | undefined,
  language: Language,
): FaultSentence => {
  const { sentences, goTo, other } = dictionary[language]
  const known = Object.hasOwn(sentences, code) ? sentences[code] : undefined
  if (known === undefined) return other(code, isolated(device))
  // An agent and its printer have names of their own: who has no paper is the printer.
  const name = isolated(/^(?:PRINTER|JOBS)_/.test(code) ? (printer?.name ?? device) : device)
  const { what, todo } = known(name, numbers(meta), errorWords(meta, language))
  const standIn = printer?.standIn
  const whole = withCause(what, meta, language)
  return {
    what: isPaper(code) && standIn !== undefined ? `${whole} ${goTo(isolated(standIn))}` : whole,
    todo,
  }
}

/** Why, where the hub knows it. */
const withCause = (what: string, { cause }: Fault["meta"], language: Language): string =>
  cause === undefined
    ? what
    : `${what.replace(/\.$/, "")}${language === "fr" ? "\u00a0" : ""}: ${causeWords(String(cause), language).why}.`

/** Faults that keep paper from coming: others may print instead. */
const isPaper = (code: string): boolean =>
  code === "DEVICE_OFFLINE" || (code.startsWith("PRINTER_") && code !== "PRINTER_PAPER_LOW")

/** Devices of ours say a code, others whatever they like. */
const errorWords = (meta: Fault["meta"], language: Language): CauseWords => {
  const error = String(meta["error"] ?? "")
  return causeWords("error", language, error === "" ? undefined : error)
}

interface Numbers {
  readonly count: number
  readonly time: string
  readonly dbm: number
}

const numbers = (meta: Fault["meta"]): Numbers => ({
  count: Number(meta["count"] ?? 0),
  time: span(Math.abs(Number(meta["skewMs"] ?? Number(meta["seconds"] ?? 0) * 1000))),
  dbm: Number(meta["signalDbm"] ?? 0),
})

type Say = (name: string, of: Numbers, error: CauseWords) => FaultSentence

interface FaultWords {
  readonly sentences: Readonly<Record<string, Say>>
  readonly goTo: (standIn: string) => string
  readonly other: (code: string, device: string) => FaultSentence
}

const dictionary: Readonly<Record<Language, FaultWords>> = {
  en: {
    goTo: (standIn) => `Its tickets go to ${standIn}.`,
    other: (code, device) => ({
      what: `Something is wrong with ${device} (${code}).`,
      todo: "The log of events may say more.",
    }),
    sentences: {
      DEVICE_OFFLINE: (name) => ({
        what: `${name} is not connected.`,
        todo: "Is it switched on, and on the restaurant’s network?",
      }),
      PRINTER_PAPER_OUT: (name) => ({
        what: `${name} has no paper.`,
        todo: "Put a roll in; nothing old will be printed again.",
      }),
      PRINTER_COVER_OPEN: (name) => ({
        what: `The cover of ${name} is open.`,
        todo: "Close it; what waits is printed then.",
      }),
      PRINTER_ERROR: (name, _, { why, todo }) => ({
        what: `${name} does not print: ${why}.`,
        todo,
      }),
      PRINTER_OFFLINE: (name) => ({
        what: `${name} does not answer.`,
        todo: "Is it switched on, and is its cable plugged in?",
      }),
      PRINTER_PAPER_LOW: (name) => ({
        what: `The paper of ${name} is nearly used up.`,
        todo: "Have a new roll at hand.",
      }),
      JOBS_UNKNOWN: (name, { count }) => ({
        what:
          count === 1
            ? `Nobody can say whether a paper of ${name} came out.`
            : `Of ${count} papers of ${name} nobody can say whether they came out.`,
        todo: "Look at the printer, then answer under Printers: it came out, or print it again.",
      }),
      JOBS_WAITING: (name, { count, time }) => ({
        what: `${count} paper${count === 1 ? " waits" : "s wait"} for ${name}, the first for ${time}.`,
        todo: "Look whether it prints. Under Printers they can be cancelled.",
      }),
      CLOCK_OFF: (name, { time }) => ({
        what: `The clock of ${name} is off by ${time}.`,
        todo: "Let it set its time by itself in its settings; its hours are wrong until then.",
      }),
      SIGNAL_WEAK: (name, { dbm }) => ({
        what: `${name} hardly hears the Wi-Fi (${dbm} dBm).`,
        todo: "Move it or the access point, or use a cable.",
      }),
      SECRET_REFUSED: (name, { count }) => ({
        what: `${name} was refused ${count} time${count === 1 ? "" : "s"}: it brings a wrong secret.`,
        todo: "If it is yours, give it a new secret here. If not, somebody else is trying.",
      }),
      MESSAGES_UNREADABLE: (name, { count }) => ({
        what: `${count} message${count === 1 ? "" : "s"} of ${name} could not be read.`,
        todo: "Is it the right model, with current software? Switch it off and on.",
      }),
      MESSAGES_REFUSED: (name, { count }) => ({
        what: `${count} message${count === 1 ? "" : "s"} of ${name} ${count === 1 ? "was" : "were"} refused.`,
        todo: "It speaks of what is not its own. Pair it anew if that goes on.",
      }),
      JOB_UNKNOWN: (name, { count }) => ({
        what: `${name} spoke ${count} time${count === 1 ? "" : "s"} of papers that are not its own.`,
        todo: "Was it moved from another restaurant or hub? Pair it anew.",
      }),
      TOPIC_FORBIDDEN: (name) => ({
        what: `${name} tried to reach what is not its own.`,
        todo: "Suspend it if you do not know why.",
      }),
      PACKET_TOO_LARGE: (name) => ({
        what: `${name} sent more at once than is allowed.`,
        todo: "Is it the right machine, with current software?",
      }),
      FLOODED: (name) => ({
        what: `${name} asks far too often.`,
        todo: "Set it to ask every few seconds, not more often.",
      }),
      ADDRESS_FOREIGN: (name) => ({
        what: `Another machine asks at the address of ${name}.`,
        todo: "If it is the new printer, replace this one here. If not, give it a new address.",
      }),
    },
  },
  fr: {
    goTo: (standIn) => `Ses bons vont à ${standIn}.`,
    other: (code, device) => ({
      what: `Quelque chose ne va pas avec ${device} (${code}).`,
      todo: "Le journal des événements en dit peut-être plus.",
    }),
    sentences: {
      DEVICE_OFFLINE: (name) => ({
        what: `${name} n’est pas connecté.`,
        todo: "Est-il allumé, et sur le réseau du restaurant ?",
      }),
      PRINTER_PAPER_OUT: (name) => ({
        what: `${name} n’a plus de papier.`,
        todo: "Mettez un rouleau ; rien d’ancien ne sera réimprimé.",
      }),
      PRINTER_COVER_OPEN: (name) => ({
        what: `Le capot de ${name} est ouvert.`,
        todo: "Fermez-le ; ce qui attend s’imprime ensuite.",
      }),
      PRINTER_ERROR: (name, _, { why, todo }) => ({
        what: `${name} n’imprime pas\u00a0: ${why}.`,
        todo,
      }),
      PRINTER_OFFLINE: (name) => ({
        what: `${name} ne répond pas.`,
        todo: "Est-elle allumée, et son câble est-il branché ?",
      }),
      PRINTER_PAPER_LOW: (name) => ({
        what: `Le papier de ${name} est presque fini.`,
        todo: "Gardez un rouleau sous la main.",
      }),
      JOBS_UNKNOWN: (name, { count }) => ({
        what:
          count === 1
            ? `Personne ne sait si un papier de ${name} est sorti.`
            : `Pour ${count} papiers de ${name}, personne ne sait s’ils sont sortis.`,
        todo: "Regardez l’imprimante, puis répondez sous Imprimantes : sorti, ou à réimprimer.",
      }),
      JOBS_WAITING: (name, { count, time }) => ({
        what: `${count} papier${count === 1 ? " attend" : "s attendent"} ${name}, le premier depuis ${time}.`,
        todo: "Regardez si elle imprime. Sous Imprimantes on peut les annuler.",
      }),
      CLOCK_OFF: (name, { time }) => ({
        what: `L’horloge de ${name} a ${time} d’écart.`,
        todo: "Laissez-la se régler seule dans ses réglages ; ses heures sont fausses d’ici là.",
      }),
      SIGNAL_WEAK: (name, { dbm }) => ({
        what: `${name} capte à peine le Wi-Fi (${dbm} dBm).`,
        todo: "Déplacez l’appareil ou la borne, ou passez par un câble.",
      }),
      SECRET_REFUSED: (name, { count }) => ({
        what: `${name} a été refusé ${count} fois : son secret est faux.`,
        todo: "Si c’est le vôtre, donnez-lui ici un nouveau secret. Sinon, quelqu’un d’autre essaie.",
      }),
      MESSAGES_UNREADABLE: (name, { count }) => ({
        what: `${count} message${count === 1 ? "" : "s"} de ${name} illisible${count === 1 ? "" : "s"}.`,
        todo: "Est-ce le bon modèle, à jour ? Éteignez et rallumez.",
      }),
      MESSAGES_REFUSED: (name, { count }) => ({
        what: `${count} message${count === 1 ? "" : "s"} de ${name} refusé${count === 1 ? "" : "s"}.`,
        todo: "Il parle de ce qui n’est pas à lui. Associez-le de nouveau si cela continue.",
      }),
      JOB_UNKNOWN: (name, { count }) => ({
        what: `${name} a parlé ${count} fois de papiers qui ne sont pas les siens.`,
        todo: "Vient-il d’un autre restaurant ou serveur ? Associez-le de nouveau.",
      }),
      TOPIC_FORBIDDEN: (name) => ({
        what: `${name} a essayé d’atteindre ce qui n’est pas à lui.`,
        todo: "Suspendez-le si vous ne savez pas pourquoi.",
      }),
      PACKET_TOO_LARGE: (name) => ({
        what: `${name} a envoyé plus que permis en une fois.`,
        todo: "Est-ce la bonne machine, à jour ?",
      }),
      FLOODED: (name) => ({
        what: `${name} demande beaucoup trop souvent.`,
        todo: "Réglez-la pour demander toutes les quelques secondes, pas plus.",
      }),
      ADDRESS_FOREIGN: (name) => ({
        what: `Une autre machine demande à l’adresse de ${name}.`,
        todo: "Si c’est la nouvelle imprimante, remplacez celle-ci ici. Sinon, donnez une nouvelle adresse.",
      }),
    },
  },
}
