export const officeWords = {
  en: {
    office: "Back office",
    overview: "Overview",
    sections: "Sections of the back office",
    menu: "Menu",
    account: "Your account",
    skip: "To the content",
    startPage: "Screens and devices",
    notHere: "There is no such page here",
    notHereHint: "Its plugin may be switched off, or your role does not open it.",
    backToOverview: "Back to the overview",
    notBuilt:
      "This page came with a plugin after the pages were built. Build them anew on the hub.",
  },
  fr: {
    office: "Administration",
    overview: "Aperçu",
    sections: "Rubriques de l’administration",
    menu: "Menu",
    account: "Votre compte",
    skip: "Aller au contenu",
    startPage: "Écrans et appareils",
    notHere: "Cette page n’existe pas ici",
    notHereHint: "Son module est peut-être désactivé, ou votre rôle ne l’ouvre pas.",
    backToOverview: "Retour à l’aperçu",
    notBuilt:
      "Cette page est arrivée avec un module après la construction des pages. Reconstruisez-les sur le serveur.",
  },
}
