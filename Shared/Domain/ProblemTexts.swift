extension Problem.Code {
  /// What happened and what to do next, for people.
  package func text(in language: Language) -> String {
    let (pl, en, uk) = texts
    return switch language {
    case .pl: pl
    case .en: en
    case .uk: uk
    }
  }

  private var texts: (pl: String, en: String, uk: String) {
    switch self {
    case .malformed:
      (
        "Nie udało się odczytać żądania. Sprawdź jego format i wyślij je ponownie.",
        "The request could not be read. Check its format and send it again.",
        "Не вдалося прочитати запит. Перевірте його формат і надішліть ще раз."
      )
    case .unauthenticated:
      (
        "Sesja wygasła albo nie została rozpoczęta. Zaloguj się ponownie.",
        "You are not signed in, or the session has ended. Sign in again.",
        "Ви не ввійшли або сеанс завершився. Увійдіть ще раз."
      )
    case .badCredentials:
      (
        "Adres e-mail lub hasło są nieprawidłowe. Sprawdź je i spróbuj ponownie.",
        "The e-mail address or the password is wrong. Check them and try again.",
        "Неправильна адреса e-mail або пароль. Перевірте їх і спробуйте ще раз."
      )
    case .forbidden:
      (
        "Twoja rola na to nie pozwala. Poproś o pomoc osobę, która zarządza kontem.",
        "Your role does not allow this. Ask the person who manages your account.",
        "Ваша роль цього не дозволяє. Зверніться до особи, яка керує обліковим записом."
      )
    case .notFound:
      (
        "Nie ma tu takiego wpisu. Sprawdź numer albo poszukaj w Historii powiadomień.",
        "There is no such entry here. Check the number or look in the History.",
        "Такого запису тут немає. Перевірте номер або пошукайте в історії."
      )
    case .methodNotAllowed:
      (
        "Tej czynności nie można tu wykonać.",
        "This method cannot be used here.",
        "Цю дію тут виконати не можна."
      )
    case .ticketClosed:
      (
        "Zgłoszenie jest zamknięte. Otwórz je ponownie, aby odpowiedzieć.",
        "The ticket is closed. Reopen it to answer.",
        "Звернення закрите. Відкрийте його знову, щоб відповісти."
      )
    case .idempotencyKeyReused:
      (
        "Ten klucz żądania został już użyty z inną treścią. Wyślij nową treść z nowym kluczem.",
        "This idempotency key was used with other content. Send the new content with a new key.",
        "Цей ключ запиту вже використано з іншим вмістом. Надішліть новий вміст із новим ключем."
      )
    case .stale:
      (
        "Ktoś zmienił to zgłoszenie w międzyczasie. Odśwież je i wprowadź zmianę ponownie.",
        "Somebody changed this meanwhile. Reload it and make your change again.",
        "Хтось тим часом змінив це звернення. Оновіть його та внесіть зміну ще раз."
      )
    case .tooLarge:
      (
        "Żądanie jest za duże. Skróć treść i wyślij ją ponownie.",
        "The request is too large. Shorten it and send it again.",
        "Запит завеликий. Скоротіть вміст і надішліть ще раз."
      )
    case .attachmentTooLarge:
      (
        "Plik jest za duży. Dołącz mniejszy plik, na przykład krótsze nagranie.",
        "The file is too large. Attach a smaller one, a shorter recording for example.",
        "Файл завеликий. Додайте менший, наприклад коротший запис."
      )
    case .unsupportedMediaType:
      (
        "Ten rodzaj treści nie jest tu przyjmowany.",
        "This media type is not accepted here.",
        "Такий тип вмісту тут не приймається."
      )
    case .rangeNotSatisfiable:
      (
        "Plik nie ma takiego fragmentu.",
        "The file has no such range.",
        "Файл не має такого фрагмента."
      )
    case .invalid:
      (
        "Niektóre pola wymagają poprawy.",
        "Some fields need to be corrected.",
        "Деякі поля потрібно виправити."
      )
    case .invalidCursor:
      (
        "Nie można stąd kontynuować listy. Wczytaj ją od początku.",
        "The list cannot go on from here. Load it from the start.",
        "Звідси продовжити список не можна. Завантажте його спочатку."
      )
    case .tooManyAttachments:
      (
        "Do zgłoszenia można dołączyć tylko jeden plik. Nic nie zostało zapisane: zostaw jeden i wyślij ponownie.",
        "Only one file can be attached. Nothing was stored: keep one and send again.",
        "Можна додати лише один файл. Нічого не збережено: залиште один і надішліть ще раз."
      )
    case .attachmentType:
      (
        "Tego rodzaju pliku nie można dołączyć. Dołącz obraz, film, PDF, tekst, dokument biurowy albo archiwum zip.",
        "This kind of file cannot be attached. Attach an image, a video, a PDF, a text, an office document or a zip.",
        "Файл такого типу додати не можна. Додайте зображення, відео, PDF, текст, офісний документ або zip."
      )
    case .attachmentEmpty:
      (
        "Plik jest pusty. Sprawdź go i dołącz ponownie.",
        "The file is empty. Check it and attach it again.",
        "Файл порожній. Перевірте його та додайте знову."
      )
    case .rateLimited:
      (
        "Za dużo prób w krótkim czasie. Odczekaj chwilę i spróbuj ponownie.",
        "Too many requests in a short time. Wait a moment and try again.",
        "Забагато спроб за короткий час. Зачекайте трохи та спробуйте ще раз."
      )
    case .unexpected:
      (
        "Coś poszło nie tak po naszej stronie. Spróbuj ponownie za chwilę.",
        "Something went wrong on our side. Try again in a moment.",
        "Щось пішло не так з нашого боку. Спробуйте ще раз за мить."
      )
    case .unavailable:
      (
        "Ta część Pomocy chwilowo nie odpowiada. Spróbuj ponownie za chwilę.",
        "This part of Help is not answering just now. Try again in a moment.",
        "Ця частина Допомоги зараз не відповідає. Спробуйте ще раз за мить."
      )
    }
  }
}

extension Problem.Reason {
  /// The reason in words, to stand beside the field.
  package func text(in language: Language) -> String {
    let (pl, en, uk) = texts
    return switch language {
    case .pl: pl
    case .en: en
    case .uk: uk
    }
  }

  private var texts: (pl: String, en: String, uk: String) {
    switch self {
    case .required: ("To pole jest wymagane.", "This field is required.", "Це поле обов’язкове.")
    case .unknown: ("Takiego pola nie ma.", "There is no such field.", "Такого поля немає.")
    case .tooLong(let maximum):
      (
        "Najwyżej \(maximum) znaków.", "At most \(maximum) characters.", "Не більше \(maximum) символів."
      )
    case .wrongType(let expected):
      ("Oczekiwany typ: \(expected).", "Expected type: \(expected).", "Очікуваний тип: \(expected).")
    case .oneOf(let values):
      (
        "Dozwolone wartości: \(values.joined(separator: ", ")).",
        "Allowed values: \(values.joined(separator: ", ")).",
        "Дозволені значення: \(values.joined(separator: ", "))."
      )
    case .outOfRange(let range):
      (
        "Liczba od \(range.lowerBound) do \(range.upperBound).",
        "A number from \(range.lowerBound) to \(range.upperBound).",
        "Число від \(range.lowerBound) до \(range.upperBound)."
      )
    case .notADay:
      ("Podaj dzień: RRRR-MM-DD.", "Give a day: YYYY-MM-DD.", "Вкажіть день: РРРР-ММ-ДД.")
    case .notATime:
      (
        "Podaj czas: RRRR-MM-DDTgg:mm:ssZ.", "Give a time: YYYY-MM-DDThh:mm:ssZ.", "Вкажіть час: РРРР-ММ-ДДTгг:хх:ссZ."
      )
    case .notAReminder:
      (
        "Wybierz czas od minuty do 90 dni od teraz.", "Choose a time from one minute to 90 days from now.",
        "Виберіть час від хвилини до 90 днів від тепер."
      )
    case .notAnId: ("To nie jest identyfikator.", "This is not an id.", "Це не ідентифікатор.")
    case .notFound: ("Nie ma takiego wpisu.", "There is no such entry.", "Такого запису немає.")
    case .controlCharacters:
      (
        "Pole zawiera niedozwolone znaki sterujące.", "The field has control characters that are not allowed.",
        "Поле містить недозволені керівні символи."
      )
    case .repeated:
      ("To pole podano więcej niż raz.", "This field was given more than once.", "Це поле вказано кілька разів.")
    case .notAllowed:
      (
        "Tego pola nie można tu podać.", "This field cannot be given here.", "Це поле тут вказати не можна."
      )
    case .said(let text): (text, text, text)
    }
  }
}
