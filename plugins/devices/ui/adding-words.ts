/** How a device is added, by what it is. */
export const addWays = ["tablet", "claim", "printerAgent", "cloudprnt", "epson", "network"] as const
export type AddWay = (typeof addWays)[number]

/** What is said to whoever adds a device. */
export const addingWords = {
  en: {
    addTitle: "Add a device",
    addKinds: {
      tablet: ["Tablet, phone, screen", "It opens this address and shows a code that you approve."],
      claim: [
        "Tablet, with a code from me",
        "You make a code, somebody types or scans it on the device.",
      ],
      printerAgent: ["Print agent", "A Raspberry Pi or PC beside USB, serial or network printers."],
      cloudprnt: [
        "Star printer",
        "It fetches its papers itself from an address that you enter on it.",
      ],
      epson: [
        "Epson printer",
        "It fetches its papers itself from an address that you enter on it.",
      ],
      network: ["Network printer", "It only listens (port 9100): the hub prints to it."],
    } satisfies Record<AddWay, readonly [string, string]>,
    networkHint:
      "A network printer is no device of its own. Enter it under Printers with “Network” and its address; its print agent is the hub.",
    toPrinters: "To the printers",
    openThere: "Open this address on the device, or scan it with its camera:",
    qrPair: "QR code of the page that pairs a device",
    make: "Make it",
    claimReady: "A code for this device",
    claimHint: (minutes: number) =>
      `It works once, within ${minutes} minutes, and is shown this once only.`,
    claimType: "Type it there under “I have a code from the manager”, or scan:",
    qrClaim: "QR code that makes a device this one",
    plugged: "How the printer hangs on that machine",
    ports: { usb: "By USB", serial: "By a serial cable", tcp: "Through its network" },
    command: "Run this on that machine, in Heard’s folder:",
    commandHint:
      "HEARD_PRINTER says where the paper comes out: put the printer’s own path or address there. After the first start the claim may go.",
    address: "Enter this address in the printer’s settings:",
    addressHint:
      "It is secret and shown this once only. The printer then prints a paper with a code: type it here.",
    mqtt: "Put this into device.json in the agent’s folder, in place of the mqtt that stands there, and start the agent again. It is shown this once only.",
    handedOver: "The agent was connected and has its new secret. Nothing more to do.",
    copy: "Copy",
    copied: "Copied",
    which: "What is it?",
  },
  fr: {
    addTitle: "Ajouter un appareil",
    addKinds: {
      tablet: [
        "Tablette, téléphone, écran",
        "Il ouvre cette adresse et affiche un code que vous approuvez.",
      ],
      claim: [
        "Tablette, avec un code de ma part",
        "Vous faites un code ; on le tape ou le scanne sur l’appareil.",
      ],
      printerAgent: [
        "Agent d’impression",
        "Un Raspberry Pi ou PC près d’imprimantes USB, série ou réseau.",
      ],
      cloudprnt: [
        "Imprimante Star",
        "Elle cherche ses papiers elle-même à une adresse que vous y saisissez.",
      ],
      epson: [
        "Imprimante Epson",
        "Elle cherche ses papiers elle-même à une adresse que vous y saisissez.",
      ],
      network: [
        "Imprimante réseau",
        "Elle ne fait qu’écouter (port 9100) : le serveur lui imprime.",
      ],
    } satisfies Record<AddWay, readonly [string, string]>,
    networkHint:
      "Une imprimante réseau n’est pas un appareil à part. Saisissez-la sous Imprimantes avec « Réseau » et son adresse ; le serveur est son agent.",
    toPrinters: "Vers les imprimantes",
    openThere: "Ouvrez cette adresse sur l’appareil, ou scannez-la avec sa caméra :",
    qrPair: "QR code de la page qui associe un appareil",
    make: "Créer",
    claimReady: "Un code pour cet appareil",
    claimHint: (minutes: number) =>
      `Il sert une fois, dans les ${minutes} minutes, et n’est montré que cette fois.`,
    claimType: "Tapez-le là-bas sous « J’ai un code du responsable », ou scannez :",
    qrClaim: "QR code qui fait d’un appareil celui-ci",
    plugged: "Comment l’imprimante tient à cette machine",
    ports: { usb: "Par USB", serial: "Par câble série", tcp: "Par son réseau" },
    command: "Lancez ceci sur cette machine, dans le dossier de Heard :",
    commandHint:
      "HEARD_PRINTER dit où sort le papier : mettez-y le chemin ou l’adresse de l’imprimante. Après le premier démarrage, le code n’est plus nécessaire.",
    address: "Saisissez cette adresse dans les réglages de l’imprimante :",
    addressHint:
      "Elle est secrète et montrée cette fois seulement. L’imprimante imprime ensuite un papier avec un code : tapez-le ici.",
    mqtt: "Mettez ceci dans device.json du dossier de l’agent, à la place du mqtt qui s’y trouve, puis relancez l’agent. Montré cette fois seulement.",
    handedOver: "L’agent était connecté et a son nouveau secret. Rien d’autre à faire.",
    copy: "Copier",
    copied: "Copié",
    which: "Qu’est-ce que c’est ?",
  },
}
