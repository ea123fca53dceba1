const en = {
  hello: (name: string) => (name === "" ? "Good to see you." : `Good to see you, ${name}.`),
  attention: "Needs your attention",
  well: "All is well.",
  running: (count: number) => `${count} plugins are running, nothing failed.`,
  failing: (name: string) => `${name} does not work as it should`,
  quarantined: (name: string) => `${name} was set aside because it failed too often`,
  failingAdvice: "See what went wrong. The rest of the restaurant goes on.",
  dead: (count: number) =>
    count === 1 ? "1 event could not be handled" : `${count} events could not be handled`,
  deadAdvice: "Look at the reason, then try again or give it up.",
  behind: (handler: string, lag: number) => `${handler} is ${lag} events behind`,
  behindAdvice: "It catches up by itself; if the number keeps growing, look at its plugin.",
  paused: (handler: string) => `${handler} is paused`,
  pausedAdvice: "Events wait for it until somebody resumes it.",
  newer: (name: string, version: string) => `${name} ${version} is ready`,
  newerAdvice: "Upgrading takes a moment, also in the middle of the service.",
  screens: "Screens of the restaurant",
  screensHint: "Open one here, or bring it to another device.",
  devices: "All screens and devices",
}

export type OverviewWords = typeof en

const fr: OverviewWords = {
  hello: (name) => (name === "" ? "Bonjour." : `Bonjour, ${name}.`),
  attention: "À regarder",
  well: "Tout va bien.",
  running: (count) => `${count} modules fonctionnent, rien n’a échoué.`,
  failing: (name) => `${name} ne fonctionne pas comme il faut`,
  quarantined: (name) => `${name} a été mis à l’écart après trop d’échecs`,
  failingAdvice: "Voyez ce qui s’est passé. Le reste du restaurant continue.",
  dead: (count) =>
    count === 1
      ? "1 événement n’a pas pu être traité"
      : `${count} événements n’ont pas pu être traités`,
  deadAdvice: "Voyez la raison, puis réessayez ou abandonnez.",
  behind: (handler, lag) => `${handler} a ${lag} événements de retard`,
  behindAdvice: "Il rattrape tout seul ; si le nombre augmente, voyez son module.",
  paused: (handler) => `${handler} est en pause`,
  pausedAdvice: "Les événements l’attendent jusqu’à la reprise.",
  newer: (name, version) => `${name} ${version} est prêt`,
  newerAdvice: "La mise à jour prend un instant, même en plein service.",
  screens: "Écrans du restaurant",
  screensHint: "Ouvrez-en un ici, ou apportez-le sur un autre appareil.",
  devices: "Tous les écrans et appareils",
}

export const overviewWords = { en, fr }
