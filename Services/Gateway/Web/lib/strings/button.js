/** The few words needed before the menu itself is loaded. */
export default {
  pl: {
    help: "Pomoc", failed: "Pomoc się nie wczytała. Sprawdź połączenie i naciśnij jeszcze raz.",
    due: { one: "{count} nowe powiadomienie", few: "{count} nowe powiadomienia", many: "{count} nowych powiadomień", other: "{count} nowego powiadomienia" },
  },
  en: {
    help: "Help", failed: "Help did not load. Check the connection and press again.",
    due: { one: "{count} new notification", other: "{count} new notifications" },
  },
  uk: {
    help: "Допомога", failed: "Допомога не завантажилася. Перевірте з’єднання й натисніть ще раз.",
    due: { one: "{count} нове сповіщення", few: "{count} нові сповіщення", many: "{count} нових сповіщень", other: "{count} нового сповіщення" },
  },
};
