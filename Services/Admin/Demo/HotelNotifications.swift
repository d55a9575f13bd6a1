import Domain

extension DemoNotification {
  /// What support has told the hotels, oldest first; of the answers, those whose pop-up somebody may still remember.
  static let all: [DemoNotification] = [
    .written(
      "powiadomienia", to: .everyone, by: .anna, .day(44, 9, 0), "Nowości w programie",
      """
      Ważne wiadomości i odpowiedzi na Państwa zgłoszenia pokazują się od dziś na środku ekranu, niezależnie od tego, co \
      jest właśnie otwarte. Każdą można odłożyć na później albo usunąć, a wszystkie zostają w Pomoc → Historia \
      powiadomień.
      """),
    .written(
      "baltyk-karty-gosci", to: .person(.kasia), by: .tomasz, .day(36, 12, 15), "Goście i meldunek",
      """
      Pani Katarzyno, po imporcie stałych gości zostało 9 kart bez kraju, a bez niego raport KT-1 policzy te osoby jako \
      krajowe. Listę pokazuje Goście → Do uzupełnienia; wystarczy zaznaczyć wszystkie i wybrać kraj raz.
      """, about: "baltyk-import-gosci"),
    .raised(by: "baltyk-oplata-miejscowa", 3, status: .resolved, [.marek: .deleted]),
    .written(
      "jpk-ksef", to: .everyone, by: .tomasz, .day(17, 10, 20), "Faktury i paragony",
      """
      Plik JPK_V7 podaje od tej wersji programu przy każdej fakturze numer KSeF, a gdy go nie ma, oznaczenie OFF, BFK albo \
      DI. Program ustawia je sam, według stanu wysyłki.

      Przed wysłaniem pliku proszę zajrzeć do Dokumenty → Bez numeru KSeF. Faktury, które czekają tam dłużej niż jeden \
      dzień roboczy, warto wysłać do KSeF ponownie.
      """),
    .written(
      "cofanie-zmian", to: .everyone, by: .anna, .day(7, 9, 30), "Nowości w programie",
      """
      Przesunięcie rezerwacji w kalendarzu można od dziś cofnąć: przez 10 minut widać u dołu ekranu przycisk „Cofnij”, \
      działa też Ctrl+Z. Kto woli potwierdzać każde przesunięcie, włączy to w Ustawienia → Kalendarz → „Pytaj przed \
      przeniesieniem rezerwacji”.
      """),
    .written(
      "baltyk-licencja-centrali", to: .hotel(.baltyk), by: .tomasz, .day(6, 10, 20), "Abonament i umowa",
      """
      Licencja połączenia z centralą telefoniczną kończy się Państwu za 30 dni. Bez niej rozmowy z pokoi przestaną się \
      dopisywać do rachunków gości; same telefony będą działać bez zmian.

      Przedłużenie zatwierdza się w Abonament → Licencje, opłata jest taka sama jak w zeszłym roku.
      """, [.marek: .postponed(days: 6)]),
    .raised(by: "tatry-spam", 1, [.joanna: .unread]),
    .raised(by: "baltyk-blik", 1, [.kasia: .postponed(days: 5)]),
    .raised(by: "baltyk-parking", 1, [.kasia: .deleted]),
    .written(
      "baltyk-wniosek-blik", to: .person(.marek), by: .anna, .day(3, 12, 30), "Płatności online",
      """
      Panie Marku, w panelu operatora płatności czeka na Pana potwierdzenie wniosek o BLIK. Po kliknięciu „Akceptuję” \
      goście zobaczą BLIK jeszcze tego samego dnia, niczego więcej nie trzeba ustawiać.
      """, about: "baltyk-blik", [.marek: .unread]),
    .raised(by: "baltyk-wolno", 3, [.kasia: .unread]),
    .written(
      "prace-serwisowe", to: .everyone, by: .tomasz, .day(0, 15, 40), "Prace serwisowe",
      """
      W przyszłym tygodniu, w nocy z soboty na niedzielę od 1:00 do około 1:40, program będzie niedostępny: wymieniamy \
      serwery bazy danych. Rezerwacje ze strony www i z kanałów sprzedaży będą w tym czasie przyjmowane, a w kalendarzu \
      pojawią się po zakończeniu prac.

      Prosimy zamknąć dobę przed 1:00 i wydrukować wcześniej listę przyjazdów na niedzielę.
      """, [.kasia: .unread, .stanislaw: .unread]),
  ]
}
