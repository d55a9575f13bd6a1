import Domain

extension DemoTicket {
  /// What Hotel Tatry in Zakopane has asked, oldest first.
  static let tatry: [DemoTicket] = [
    DemoTicket(
      "tatry-wdrozenie-pokoje", "Cennik i dostępność", .normal, .closed, assignee: .anna,
      [
        .from(
          .stanislaw, .day(62, 10, 30),
          """
          Zaczynamy pracę z programem. Mamy 26 pokoi w czterech typach i domek na 8 osób. Domek wynajmujemy w całości albo \
          na pokoje. Jak to zapisać, żeby nie sprzedać i całości, i pojedynczego pokoju w tym samym dniu?
          """),
        .from(
          .anna, .day(62, 11, 48),
          """
          Dzień dobry, Panie Stanisławie. Służą do tego pokoje złożone: proszę założyć cztery pokoje domku jako zwykłe, a \
          potem „Domek w całości” z listą tych pokoi. Sprzedaż całości zajmuje wszystkie cztery, a sprzedaż któregokolwiek \
          zamyka całość. Działa to także w kanałach sprzedaży.
          """),
        .from(.stanislaw, .day(60, 9, 12), "Ustawione i sprawdzone na Booking.com. Sprytne, dziękuję."),
      ]),
    DemoTicket(
      "tatry-haslo", "Użytkownicy i uprawnienia", .normal, .closed, assignee: .tomasz,
      [
        .from(
          .joanna, .day(56, 6, 40),
          "Koleżanka z nocnej zmiany zapomniała hasła, a kierownika nie ma do środy. Czy możecie je zresetować?"),
        .from(
          .tomasz, .day(56, 8, 6),
          """
          Dzień dobry. Ze względów bezpieczeństwa nie zmieniamy haseł na prośbę innej osoby. Koleżanka może to zrobić sama: \
          na stronie logowania „Nie pamiętam hasła”, link przyjdzie na jej służbowy adres. Jeśli nie ma do niego dostępu, \
          potrzebna będzie zgoda pana Bachledy, wystarczy jego odpowiedź w tym zgłoszeniu.
          """),
        .from(.joanna, .day(56, 8, 30), "Link przyszedł, jest już zalogowana. Dziękujemy."),
      ]),
    DemoTicket(
      "tatry-paragony-nip", "Faktury i paragony", .high, .resolved, assignee: .anna,
      [
        .from(
          .joanna, .day(52, 11, 33),
          """
          Gość wziął paragon bez NIP, a dziś dzwoni po fakturę na firmę. Program pozwala ją wystawić. Czy tak wolno? \
          Kwota 380 zł.
          """),
        .from(
          .anna, .day(52, 12, 15),
          """
          Dzień dobry, Pani Joanno. Do paragonu bez NIP nie wolno wystawić faktury z NIP: sprzedaż dokumentuje wtedy faktura \
          bez NIP (na osobę). Program ostrzega o tym, jeśli w Ustawienia → Dokumenty jest włączone „Kontroluj NIP na \
          paragonie”; u Państwa było wyłączone. Przy kwocie do 450 zł paragon z NIP jest fakturą uproszczoną, więc warto \
          pytać o NIP przed wydrukiem.
          """),
        .from(
          .joanna, .day(52, 12, 50),
          "Rozumiem. Włączyłam kontrolę i powiesiłam kartkę przy kasie: „NIP przed paragonem”."),
        .from(.anna, .day(52, 13, 5), "Najlepsza możliwa instrukcja. Oznaczam jako rozwiązane."),
      ]),
    DemoTicket(
      "tatry-minimalny-pobyt", "Cennik i dostępność", .normal, .resolved, assignee: .tomasz,
      [
        .from(
          .stanislaw, .eve(47, 19, 58),
          """
          Na długi weekend chcę minimalny pobyt 3 noce, ale gość, który przyjedzie dzień wcześniej na 4 noce, też powinien \
          móc zarezerwować. Teraz program mu odmawia.
          """),
        .from(
          .tomasz, .day(47, 10, 3),
          """
          Dzień dobry, Panie Stanisławie. Odmawia, bo ograniczenie jest ustawione jako „Dokładnie 3 noce”. Proszę zmienić \
          je na „Co najmniej” i typ na „dla pobytów obejmujących”, a nie „dla przyjazdu w dniu”. Wtedy 4 noce z \
          wcześniejszym przyjazdem przejdą.
          """),
        .from(.stanislaw, .day(46, 8, 44), "Teraz jest, jak chciałem. Dziękuję."),
      ]),
    DemoTicket(
      "tatry-airbnb", "Channel manager", .high, .closed, assignee: .tomasz,
      [
        .from(
          .joanna, .day(41, 15, 21),
          """
          Rezerwacja z Airbnb przyszła z ceną o 15% niższą niż w naszym cenniku. Gość przyjeżdża w piątek. Czy to rabat, \
          który ktoś włączył, czy błąd?
          """),
        .from(
          .tomasz, .day(41, 16, 8),
          """
          Dzień dobry. To nie błąd przesyłania: w panelu Airbnb jest włączona promocja „Nowa oferta −15%” dla trzech \
          pierwszych rezerwacji. Airbnb proponuje ją przy rejestracji. Można ją wyłączyć w Airbnb → Cennik → Promocje, ta \
          rezerwacja zachowa jednak swoją cenę.
          """),
        .from(
          .joanna, .day(40, 9, 17),
          "Pan Stanisław przypomniał sobie, że to zaakceptował. Zostawiamy. Dziękuję!"),
      ]),
    DemoTicket(
      "tatry-przedplata-blad", "Płatności online", .normal, .resolved, assignee: .anna,
      [
        .from(
          .joanna, .day(34, 13, 40),
          """
          Gość przysłał zrzut ekranu: przy płatności z naszego linku widzi „Transakcja odrzucona (E-51)”. Próbował dwiema \
          kartami. Czy coś jest nie tak po naszej stronie?
          """, file: .paymentError),
        .from(
          .anna, .day(34, 14, 22),
          """
          Dzień dobry, Pani Joanno. E-51 to odmowa banku gościa, najczęściej brak środków albo limit płatności w \
          internecie. U nas i u operatora wszystko działa, dziś przez Państwa linki przeszło 11 płatności. Proszę poradzić \
          gościowi podniesienie limitu w aplikacji banku albo szybki przelew, link jest ważny jeszcze 22 godziny.
          """),
        .from(.joanna, .day(33, 8, 15), "Miał limit 500 zł na internet. Podniósł i zapłacił."),
      ]),
    DemoTicket(
      "tatry-zamki", "Drukarki i urządzenia", .critical, .resolved, assignee: .tomasz,
      [
        .from(
          .joanna, .day(28, 14, 5),
          """
          Koder kart do zamków przestał działać. Program pokazuje „Brak licencji interfejsu”. Wpuszczamy gości kartą \
          serwisową, ale tak nie może być. Za godzinę przyjeżdża autokar, 40 osób.
          """),
        .from(
          .tomasz, .day(28, 14, 12),
          """
          Dzień dobry, już sprawdzam. Licencja interfejsu zamków wygasła dziś u producenta. Włączyłem Państwu licencję \
          awaryjną na 14 dni: proszę zamknąć i otworzyć program na recepcji, koder powinien ruszyć od razu.
          """),
        .from(
          .joanna, .day(28, 14, 20),
          "Działa!!! Kodujemy karty. Bardzo dziękuję, dosłownie przed autokarem."),
        .note(
          .tomasz, .day(28, 14, 31),
          "Handlowiec powiadomiony: odnowić licencję przed upływem 14 dni. Dopisać przypomnienie 30 dni przed końcem."),
        .from(
          .tomasz, .day(26, 11, 30),
          """
          Licencja na kolejny rok jest wgrana, nic więcej nie trzeba robić. O następnej przypomnimy miesiąc \
          wcześniej.
          """),
      ]),
    DemoTicket(
      "tatry-voucher", "Bony podarunkowe", .low, .waiting, assignee: .anna,
      [
        .from(
          .stanislaw, .day(19, 12, 9),
          "Chcemy sprzedawać bony podarunkowe na pobyt. Czy program to obsługuje, razem z terminem ważności?"),
        .from(
          .anna, .day(19, 13, 28),
          """
          Dzień dobry, Panie Stanisławie. Tak, w module Bony: kwotowe albo na konkretny pobyt, z terminem i numerem, który \
          gość wpisuje przy rezerwacji na stronie. Moduł jest w Państwa pakiecie. Czy bony mają być sprzedawane też na \
          stronie, czy tylko w recepcji? Od tego zależy, jak ustawić paragony.
          """),
      ]),
    DemoTicket(
      "tatry-raport-zmiany", "Raporty", .normal, .inProgress, assignee: .tomasz,
      [
        .from(
          .stanislaw, .day(15, 9, 50),
          """
          Potrzebuję raportu: kto z recepcji zmieniał ceny ręcznie w rezerwacjach w tym miesiącu i o ile. W dzienniku zmian \
          to widać, ale trzeba otwierać każdą rezerwację.
          """),
        .from(
          .tomasz, .day(15, 11, 17),
          """
          Dzień dobry. Gotowego raportu dla całego miesiąca nie ma. Przygotuję dla Pana jednorazowe zestawienie z dziennika \
          (osoba, rezerwacja, cena przed i po) i zgłoszę to jako życzenie do raportów. Zestawienie prześlę tutaj.
          """),
        .from(.stanislaw, .day(13, 16, 34), "Dziękuję. Dobrze byłoby mieć je przed końcem miesiąca."),
        .note(
          .tomasz, .day(13, 16, 50),
          "Zapytanie do dziennika gotowe, czeka na zgodę na eksport danych pracowników."),
      ]),
    DemoTicket(
      "tatry-rezerwacja-zniknela", "Rezerwacje", .high, .inProgress, assignee: .anna, unread: [.joanna],
      [
        .from(
          .joanna, .eve(9, 22, 17),
          """
          Zniknęła rezerwacja pana Krzeptowskiego na przyszły piątek, pokój 12. Jestem pewna, że ją wpisywałam w zeszłym \
          tygodniu, gość ma potwierdzenie e-mailem. W kalendarzu pokój jest wolny.
          """),
        .from(
          .anna, .day(9, 8, 24),
          """
          Dzień dobry, Pani Joanno. Rezerwacja nie zniknęła: została przesunięta w kalendarzu na ten sam dzień następnego \
          miesiąca, prawdopodobnie przez przypadkowe przeciągnięcie myszą. Jest w pokoju 12, status bez zmian. Przywrócić \
          ją na właściwą datę czy zrobi to Pani sama?
          """),
        .from(.joanna, .day(8, 7, 45), "Uff! Przywróciłam sama. A da się wyłączyć to przeciąganie?"),
        .from(
          .anna, .day(8, 9, 2),
          """
          Da się: Ustawienia → Kalendarz → „Pytaj przed przeniesieniem rezerwacji”. Każde przesunięcie będzie wymagało \
          potwierdzenia. Sprawdzam jeszcze, czy w tym tygodniu nie przesunięto tak innych rezerwacji, i dam znać.
          """),
      ]),
    DemoTicket(
      "tatry-spam", "Powiadomienia e-mail i SMS", .normal, .waiting, assignee: .tomasz, unread: [.joanna],
      [
        .from(
          .joanna, .day(6, 10, 55),
          "Kilku gości mówi, że nasze potwierdzenia trafiają do spamu. Wszyscy mają pocztę w Onecie albo WP."),
        .from(
          .tomasz, .day(6, 12, 20),
          """
          Dzień dobry. Wiadomości wychodzą z adresu w Państwa domenie, ale domena nie ma jeszcze wpisu SPF, który pozwala \
          nam wysyłać w jej imieniu. Wysłałem na adres recepcji gotowy wpis dla firmy, która prowadzi stronę. Proszę dać \
          znać, gdy go doda, sprawdzimy dostarczanie.
          """),
      ]),
    DemoTicket(
      "tatry-drugi-obiekt", "Abonament i umowa", .normal, .inProgress, assignee: .ewa,
      [
        .from(
          .stanislaw, .day(5, 13, 30),
          """
          Przejmujemy od przyszłego miesiąca pensjonat w Kościelisku, 9 pokoi. Czy lepiej dołożyć go do obecnego konta, czy \
          założyć osobne? Chciałbym wspólnych stałych gości, ale osobne raporty i faktury.
          """),
        .from(
          .ewa, .day(4, 9, 12),
          """
          Dzień dobry, gratuluję! Przy osobnych fakturach najlepiej osobny obiekt w tym samym koncie: goście są wspólni, \
          a dokumenty, kasa i raporty rozdzielone. Ofertę na 9 pokoi prześlę do końca tygodnia.
          """),
        .from(.stanislaw, .day(2, 17, 25), "To dokładnie to, czego szukam. Czekam na ofertę."),
      ]),
    DemoTicket(
      "tatry-sprzatanie-statusy", "Sprzątanie i usterki", .low, .new,
      [
        .from(
          .joanna, .ago(1_160),
          """
          Czy można dodać własny status pokoju, np. „do prania firan”? Mamy teraz tylko: brudny, czysty, sprawdzony.
          """)
      ]),
    DemoTicket(
      "tatry-pies", "Rezerwacje ze strony www", .normal, .new,
      [
        .from(
          .joanna, .ago(175),
          """
          Goście na stronie nie mogą zaznaczyć, że przyjadą z psem, i piszą to w uwagach, a potem zapominamy doliczyć opłatę. \
          Jak dodać psa jako płatną usługę przy rezerwacji?
          """)
      ]),
  ]
}
