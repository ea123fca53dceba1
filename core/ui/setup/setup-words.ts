import type { SetupStep } from "./setup-draft.ts"

type Steps = Readonly<Record<SetupStep, string>>

const en = {
  title: "Open your restaurant",
  lead: "Four short questions. Everything can be changed later.",
  progress: (at: number, of: number) => `Step ${at} of ${of}`,
  steps: {
    restaurant: "Your restaurant",
    you: "You",
    plugins: "What it runs",
    menu: "What it begins with",
  } satisfies Steps,
  next: "Continue",
  back: "Back",
  open: "Open the restaurant",
  opening: "Opening the restaurant…",
  openingHint: "Tables, plugins and first entries are made. This takes some seconds.",
  name: "Name of the restaurant",
  nameHint: "As your guests know it",
  slug: "Short name",
  slugHint: "What people type to sign in: lower-case letters, digits and dashes",
  slugProblem: "Only lower-case letters, digits and dashes, and no dash first",
  needed: "Please fill this in",
  place: "Currency, language and time",
  currency: "Currency",
  locale: "Language",
  timezone: "Time zone",
  fullName: "Your name",
  fullNameHint: "So that everybody sees who did something",
  username: "User name",
  usernameHint: "What you type to sign in",
  password: "Password",
  passwordHint:
    "8 characters or more; a few words are easy to keep and hard to guess. Not your user name, and not one that everybody uses.",
  passwordAgain:
    "Please type the password once more. It was not kept, so that nobody finds it here.",
  show: "Show the password",
  short: "It needs at least 8 characters",
  hasName: "It must not contain your user name",
  pluginsHint:
    "The ticked ones are what most restaurants want. Each can be switched on and off later.",
  needs: (names: string) => `Needs ${names}, which comes along`,
  comesAlong: (names: string) => `Comes along: ${names} needs it`,
  demo: "A sample restaurant",
  demoHint: "Dishes, tables, stations and screens to try things out with",
  empty: "Start empty",
  emptyHint: "Only what must be there: a station, its screen, a room with tables; no dishes",
  tokenTitle: "The set-up code",
  token: "Set-up code",
  tokenHint:
    "Open the whole address that the hub printed when it started, or copy the code at its end.",
  closed: "This hub is set up already",
  closedHint: "Sign in with your user name.",
  signIn: "Sign in",
  wait: "Looking at the hub…",
}

export type SetupWords = typeof en

const fr: SetupWords = {
  title: "Ouvrez votre restaurant",
  lead: "Quatre courtes questions. Tout peut être changé plus tard.",
  progress: (at, of) => `Étape ${at} sur ${of}`,
  steps: {
    restaurant: "Votre restaurant",
    you: "Vous",
    plugins: "Ce qu’il utilise",
    menu: "Ce avec quoi il commence",
  },
  next: "Continuer",
  back: "Retour",
  open: "Ouvrir le restaurant",
  opening: "Ouverture du restaurant…",
  openingHint: "Tables, modules et premières entrées se créent. Cela prend quelques secondes.",
  name: "Nom du restaurant",
  nameHint: "Tel que vos clients le connaissent",
  slug: "Nom court",
  slugHint: "Ce qu’on saisit pour se connecter : minuscules, chiffres et tirets",
  slugProblem: "Seulement des minuscules, chiffres et tirets, sans tiret au début",
  needed: "À remplir",
  place: "Monnaie, langue et heure",
  currency: "Monnaie",
  locale: "Langue",
  timezone: "Fuseau horaire",
  fullName: "Votre nom",
  fullNameHint: "Pour que chacun voie qui a fait quoi",
  username: "Nom d’utilisateur",
  usernameHint: "Ce que vous saisissez pour vous connecter",
  password: "Mot de passe",
  passwordHint:
    "8 caractères ou plus ; quelques mots sont faciles à retenir et difficiles à deviner. Ni votre nom d’utilisateur, ni un mot de passe que tout le monde utilise.",
  passwordAgain:
    "Saisissez encore une fois le mot de passe. Il n’a pas été gardé, pour que personne ne le trouve ici.",
  show: "Afficher le mot de passe",
  short: "Il faut au moins 8 caractères",
  hasName: "Il ne doit pas contenir votre nom d’utilisateur",
  pluginsHint:
    "Les modules cochés sont ce que veulent la plupart des restaurants. Chacun peut être activé ou désactivé plus tard.",
  needs: (names) => `Nécessite ${names}, ajouté en même temps`,
  comesAlong: (names) => `Ajouté en même temps : nécessaire à ${names}`,
  demo: "Un restaurant d’exemple",
  demoHint: "Plats, tables, postes et écrans pour essayer",
  empty: "Commencer à vide",
  emptyHint:
    "Seulement l’indispensable : un poste, son écran, une salle avec des tables ; aucun plat",
  tokenTitle: "Le code d’installation",
  token: "Code d’installation",
  tokenHint:
    "Ouvrez l’adresse entière que le serveur a affichée à son démarrage, ou copiez le code à sa fin.",
  closed: "Ce serveur est déjà installé",
  closedHint: "Connectez-vous avec votre nom d’utilisateur.",
  signIn: "Se connecter",
  wait: "Le serveur est consulté…",
}

export const setupWords = { en, fr }
