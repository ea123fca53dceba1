/** A page of the hub's own. Its component is part of the shell; plugins bring theirs. */
export interface CorePage {
  readonly path: string
  readonly component: string
  /** Whoever may not do this does not see it. */
  readonly permission: string
  readonly label: { readonly en: string; readonly fr: string }
  readonly icon: string
  readonly order: number
}

/** Sections of the back office. */
export const corePages: ReadonlyArray<CorePage> = [
  {
    path: "/admin/plugins",
    component: "PluginsSection",
    permission: "core.plugins.read",
    label: { en: "Plugins", fr: "Modules" },
    icon: "plug",
    order: 910,
  },
  {
    path: "/admin/events",
    component: "EventsSection",
    permission: "core.events.read",
    label: { en: "Events", fr: "Événements" },
    icon: "waves",
    order: 920,
  },
  {
    path: "/admin/settings",
    component: "SettingsSection",
    permission: "core.plugins.read",
    label: { en: "Settings", fr: "Réglages" },
    icon: "gear",
    order: 930,
  },
  {
    path: "/admin/audit",
    component: "AuditSection",
    permission: "core.audit.read",
    label: { en: "Audit log", fr: "Journal d’audit" },
    icon: "shield",
    order: 940,
  },
]

/** Where the back office begins: for whoever finds anything in it, a plugin's page included. */
export const backOffice = {
  path: "/admin",
  component: "AdminPage",
  label: { en: "Back office", fr: "Administration" },
  icon: "gauge",
  order: 800,
} as const
