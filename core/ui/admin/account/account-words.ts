const en = {
  title: "Your account",
  role: (role: string) => `Role: ${role}`,
  restaurant: "Restaurant",
  language: "Language",
  colours: "Colours",
  auto: "Automatic",
  light: "Light",
  dark: "Dark",
  changePassword: "Change password",
  current: "Current password",
  next: "New password",
  rule: "8 characters or more; a sentence is best. No word that everybody uses, not your user name.",
  save: "Change it",
  saved: "Changed. You are signed out on all other devices.",
  cancel: "Leave it",
  signOut: "Sign out",
}

const fr: typeof en = {
  title: "Votre compte",
  role: (role) => `Rôle : ${role}`,
  restaurant: "Restaurant",
  language: "Langue",
  colours: "Couleurs",
  auto: "Automatique",
  light: "Clair",
  dark: "Sombre",
  changePassword: "Changer le mot de passe",
  current: "Mot de passe actuel",
  next: "Nouveau mot de passe",
  rule: "8 caractères ou plus ; une phrase est idéale. Pas un mot que tout le monde utilise, ni votre nom d’utilisateur.",
  save: "Le changer",
  saved: "Changé. Vous êtes déconnecté sur tous les autres appareils.",
  cancel: "Laisser",
  signOut: "Se déconnecter",
}

export const accountWords = { en, fr }
