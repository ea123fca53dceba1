import type { SubscriptionState } from "#core/plugins/bus/event-subscriptions.ts"

type States = Readonly<Record<SubscriptionState["state"], string>>

const en = {
  lead: "Everything that happened, and what each plugin has made of it. Nothing is lost: what fails waits here for you.",
  tabs: "Parts of this page",
  tab: { log: "Log", handlers: "Handlers", failed: "Failed" },
  topic: "Kind of event",
  topicHint: "For example orders.order_placed@1",
  key: "About",
  keyHint: "Id of an order, a ticket, a printer",
  show: "Show",
  none: "Nothing happened that fits.",
  position: "Position",
  payload: "What it says",
  handlersNone: "No enabled plugin listens to events.",
  state: {
    running: "running",
    paused: "paused",
    blocked: "waits for a failed event",
    stopped: "not enabled",
  } satisfies States,
  lag: (count: number) => (count === 0 ? "up to date" : `${count} to catch up`),
  retrying: (count: number) => `${count} tried again`,
  dead: (count: number) => (count === 1 ? "1 failed" : `${count} failed`),
  handledTo: (position: number) => `handled up to position ${position}`,
  pause: "Pause",
  resume: "Resume",
  replay: "Run again…",
  replayTitle: (handler: string) => `Run events again: ${handler}`,
  replayHint:
    "The handler gets the events of this range once more. What it wrote already it does not write twice; letters and calls to other systems may repeat.",
  from: "From position",
  to: "To position",
  toHint: "Empty: up to the newest",
  count: "Count them first",
  matched: (count: number) =>
    count === 1 ? "1 event would run again." : `${count} events would run again.`,
  run: (count: number) => (count === 1 ? "Run 1 event again" : `Run ${count} events again`),
  replayed: (count: number) => (count === 1 ? "1 event runs again." : `${count} events run again.`),
  cancel: "Leave it",
  failedNone: "Nothing failed for good.",
  attempts: (count: number) => (count === 1 ? "tried once" : `tried ${count} times`),
  error: "Why",
  retry: "Try again",
  discard: "Give it up",
  discardTitle: "Give this event up?",
  discardHint:
    "The handler never gets it. It stays in the log and can be run again from there later.",
  mayNot: "Your role lets you look at events, not make them run again.",
}

export type EventWords = typeof en

const fr: EventWords = {
  lead: "Tout ce qui s’est passé, et ce que chaque module en a fait. Rien n’est perdu : ce qui échoue vous attend ici.",
  tabs: "Parties de cette page",
  tab: { log: "Journal", handlers: "Traitements", failed: "Échecs" },
  topic: "Type d’événement",
  topicHint: "Par exemple orders.order_placed@1",
  key: "Au sujet de",
  keyHint: "Identifiant d’une commande, d’un bon, d’une imprimante",
  show: "Afficher",
  none: "Rien de tel ne s’est passé.",
  position: "Position",
  payload: "Ce qu’il dit",
  handlersNone: "Aucun module activé n’écoute les événements.",
  state: {
    running: "en marche",
    paused: "en pause",
    blocked: "attend un événement en échec",
    stopped: "non activé",
  },
  lag: (count) => (count === 0 ? "à jour" : `${count} à rattraper`),
  retrying: (count) => `${count} en nouvel essai`,
  dead: (count) => (count === 1 ? "1 échec" : `${count} échecs`),
  handledTo: (position) => `traité jusqu’à la position ${position}`,
  pause: "Mettre en pause",
  resume: "Reprendre",
  replay: "Rejouer…",
  replayTitle: (handler) => `Rejouer des événements : ${handler}`,
  replayHint:
    "Le traitement reçoit encore une fois les événements de cette plage. Il n’écrit pas deux fois ce qu’il a déjà écrit ; les envois à d’autres systèmes peuvent se répéter.",
  from: "De la position",
  to: "À la position",
  toHint: "Vide : jusqu’au plus récent",
  count: "Les compter d’abord",
  matched: (count) =>
    count === 1 ? "1 événement serait rejoué." : `${count} événements seraient rejoués.`,
  run: (count) => (count === 1 ? "Rejouer 1 événement" : `Rejouer ${count} événements`),
  replayed: (count) =>
    count === 1 ? "1 événement est rejoué." : `${count} événements sont rejoués.`,
  cancel: "Laisser",
  failedNone: "Rien n’a échoué définitivement.",
  attempts: (count) => (count === 1 ? "essayé une fois" : `essayé ${count} fois`),
  error: "Pourquoi",
  retry: "Réessayer",
  discard: "Abandonner",
  discardTitle: "Abandonner cet événement ?",
  discardHint:
    "Le traitement ne le recevra jamais. Il reste dans le journal et peut être rejoué de là plus tard.",
  mayNot: "Votre rôle permet de voir les événements, pas de les rejouer.",
}

export const eventWords = { en, fr }
