/** The few words needed before the menu itself is loaded. */
export default {
  pl: { help: "Pomoc", failed: "Pomoc się nie wczytała. Sprawdź połączenie i naciśnij jeszcze raz." },
  en: { help: "Help", failed: "Help did not load. Check the connection and press again." },
  uk: { help: "Допомога", failed: "Допомога не завантажилася. Перевірте з’єднання й натисніть ще раз." },
};
