import Domain

extension DemoTicket {
  /// What Hotel Bałtyk in Kołobrzeg has asked, oldest first.
  static let baltyk: [DemoTicket] = [
    DemoTicket(
      "baltyk-overbooking", "Channel manager", .critical, .closed, assignee: .anna,
      [
        .from(
          .kasia, .eve(61, 21, 48),
          """
          Dobry wieczór, mamy podwójną rezerwację pokoju 204. Jedna przyszła z Booking.com, druga jest nasza, przyjęta \
          telefonicznie w zeszłym tygodniu. W kalendarzu widać obie naraz, zrzut w załączniku. Goście z Bookingu \
          przyjeżdżają jutro po południu, a hotel jest pełny. Co robić?
          """, file: .doubleBooking),
        .from(
          .anna, .day(61, 8, 11),
          """
          Dzień dobry, Pani Katarzyno. Sprawdziłam dziennik wymiany: rezerwacja telefoniczna została zapisana jako \
          „wstępna”, a w Państwa ustawieniach rezerwacje wstępne nie zajmują pokoju w kanałach sprzedaży. Dlatego \
          Booking.com sprzedał ten sam pokój.

          Na dziś: pokój 118 (ten sam typ) jest oznaczony jako „remont” tylko do wczoraj. Jeśli jest gotowy, wystarczy \
          zdjąć blokadę i przenieść tam rezerwację z Booking.com.
          """),
        .from(
          .kasia, .day(61, 8, 34),
          """
          Rzeczywiście, 118 skończyli przedwczoraj i nikt nie zdjął blokady! Przeniosłam, uratowała nas Pani. Jak ustawić, \
          żeby to się nie powtórzyło?
          """),
        .from(
          .anna, .day(61, 8, 52),
          """
          Bardzo się cieszę. Proszę wejść w Ustawienia → Kanały sprzedaży → Dostępność i zaznaczyć „Rezerwacje wstępne \
          zajmują pokój”. Zmiana działa od razu dla wszystkich kanałów. Rezerwacje wstępne wygasają same po 48 godzinach, \
          więc pokój nie zostanie zablokowany na zawsze.
          """),
        .from(.kasia, .day(61, 9, 5), "Zrobione. Dziękuję za szybką reakcję!"),
      ]),
    DemoTicket(
      "baltyk-faktura-zaliczkowa", "Faktury i paragony", .normal, .closed, assignee: .tomasz,
      [
        .from(
          .kasia, .day(59, 11, 20),
          """
          Gość wpłacił 50% zadatku i prosi o fakturę zaliczkową na firmę. Po wymeldowaniu chce fakturę końcową, ale tylko \
          na pozostałą kwotę. Jak to zrobić, żeby końcowa odjęła zaliczkę?
          """),
        .from(
          .tomasz, .day(59, 12, 6),
          """
          Dzień dobry, kolejność jest taka:

          1. W rezerwacji, w zakładce Płatności, proszę przy wpłacie wybrać „Wystaw dokument → Faktura zaliczkowa”.
          2. Po wymeldowaniu wybrać „Faktura końcowa”. Program sam wskaże zaliczki z tej rezerwacji i odejmie je, \
          z numerami w uwagach.

          Dane firmy (NIP) muszą być na obu dokumentach takie same, inaczej program nie połączy ich ze sobą.
          """),
        .from(.kasia, .day(58, 14, 41), "Zadziałało, faktura końcowa wyszła na samą dopłatę. Dziękuję."),
      ]),
    DemoTicket(
      "baltyk-nowa-recepcjonistka", "Użytkownicy i uprawnienia", .low, .closed, assignee: .anna,
      [
        .from(
          .marek, .day(57, 9, 3),
          """
          Od poniedziałku zaczyna nowa recepcjonistka. Chciałbym, żeby mogła meldować gości i przyjmować płatności, ale \
          nie widziała raportów finansowych i nie mogła usuwać rezerwacji. Czy jest na to gotowa rola?
          """),
        .from(
          .anna, .day(57, 9, 47),
          """
          Dzień dobry, Panie Marku. Tak, najbliższa jest rola „Recepcja”. W niej jednak usuwanie rezerwacji jest \
          dozwolone. Proszę utworzyć kopię tej roli (Ustawienia → Użytkownicy → Role → Kopiuj), odznaczyć „Usuwanie \
          rezerwacji” i przypisać kopię nowej osobie. Raporty finansowe są w roli „Recepcja” wyłączone.
          """),
        .from(.marek, .day(57, 16, 20), "Dziękuję, wszystko jasne. Można zamknąć."),
      ]),
    DemoTicket(
      "baltyk-ceny-weekend", "Cennik i dostępność", .normal, .closed, assignee: .tomasz,
      [
        .from(
          .marek, .eve(54, 20, 15),
          """
          Ustawiłem wyższą cenę na piątek i sobotę w planie „Elastyczny”, a na stronie hotelu nadal widać cenę z tygodnia. \
          W kalendarzu cen wszystko wygląda dobrze. Czy trzeba coś jeszcze opublikować?
          """),
        .from(
          .tomasz, .day(54, 9, 22),
          """
          Dzień dobry, Panie Marku. Cena jest ustawiona prawidłowo, ale plan „Bez zwrotu” jest liczony jako −10% od planu \
          „Bazowego”, nie od „Elastycznego”. Na stronie jako pierwszy pokazuje się najtańszy plan, stąd stara cena. \
          Proszę w ustawieniach planu „Bez zwrotu” zmienić „Wyliczaj z” na „Elastyczny”.
          """),
        .note(
          .tomasz, .day(54, 9, 25),
          "Czwarty hotel w tym miesiącu z tym samym pytaniem. Warto dopisać do artykułu o planach pochodnych."),
        .from(.marek, .day(53, 10, 2), "O to chodziło. Ceny się zgadzają."),
      ]),
    DemoTicket(
      "baltyk-drukarka-fiskalna", "Drukarki i urządzenia", .high, .resolved, assignee: .tomasz,
      [
        .from(
          .kasia, .day(51, 7, 25),
          """
          Drukarka fiskalna nie drukuje paragonów od rana. Program pisze „Brak odpowiedzi urządzenia”, ale dioda świeci na \
          zielono i raport dobowy z samej drukarki wychodzi. Dołączam dziennik ze sterownika. Mamy dziś osiem wyjazdów.
          """, file: .printerLog),
        .from(
          .tomasz, .day(51, 8, 4),
          """
          Dzień dobry. Z dziennika wynika, że o 6:02 komputer po aktualizacji dostał nowy adres sieciowy, a drukarka \
          przyjmuje połączenia tylko ze starego. Proszę w Ustawienia → Urządzenia → Drukarka fiskalna nacisnąć „Wyszukaj \
          ponownie”. Jeśli się nie znajdzie, zadzwonię i połączymy się zdalnie.
          """),
        .from(
          .kasia, .day(51, 8, 19),
          "Wyszukało i wydrukowało trzy zaległe paragony z kolejki. A czy jutro nie będzie tego samego?"),
        .from(
          .tomasz, .day(51, 8, 40),
          """
          Żeby nie było, warto poprosić informatyka o stały adres dla komputera na recepcji (rezerwacja DHCP). Paragony, \
          które nie mogły się wydrukować, zawsze czekają w kolejce i nic nie ginie.
          """),
        .from(.kasia, .day(51, 11, 50), "Informatyk ustawił. Dziękuję!"),
      ]),
    DemoTicket(
      "baltyk-raport-gus", "Raporty", .normal, .closed, assignee: .anna,
      [
        .from(
          .kasia, .day(48, 13, 12),
          """
          Wypełniam sprawozdanie KT-1 do GUS i liczba noclegów w raporcie różni się o 6 od tego, co wychodzi mi z ręcznego \
          liczenia. Turyści zagraniczni się zgadzają. Skąd może być ta różnica?
          """),
        .from(
          .anna, .day(48, 14, 30),
          """
          Dzień dobry, Pani Katarzyno. W tym miesiącu mieli Państwo dwie rezerwacje z dziećmi na dostawkach. Raport KT-1 \
          liczy także dzieci (2 osoby × 3 noce = 6), a w zestawieniu „Goście” dzieci bez karty meldunkowej nie są \
          pokazywane. Do sprawozdania prawidłowa jest liczba z raportu KT-1.
          """),
        .from(.kasia, .day(48, 14, 44), "Zgadza się, to te dwie rodziny. Wysyłam sprawozdanie, dziękuję."),
      ]),
    DemoTicket(
      "baltyk-podwojna-platnosc", "Płatności online", .high, .resolved, assignee: .anna,
      [
        .from(
          .kasia, .day(45, 10, 8),
          """
          Gość twierdzi, że został obciążony dwa razy po 640 zł za tę samą rezerwację. U nas widać jedną wpłatę. \
          Przysłał potwierdzenia z banku z godziny 22:14 i 22:16. Jest zdenerwowany, prosi o zwrot dzisiaj.
          """),
        .from(
          .anna, .day(45, 10, 31),
          """
          Dzień dobry. Pierwsza próba z 22:14 została przez bank przyjęta dopiero po upływie czasu na płatność, więc link \
          wygasł i gość zapłacił drugi raz. Operator ma obie kwoty, u Państwa jest tylko druga. Zgłosiłam operatorowi \
          zwrot pierwszej, zwykle trwa to do dwóch dni roboczych. Dam znać, gdy będzie potwierdzenie.
          """),
        .note(.anna, .day(45, 10, 33), "Zgłoszenie u operatora płatności wysłane, czekam na numer zwrotu."),
        .from(
          .anna, .day(44, 9, 15),
          "Operator potwierdził zwrot 640 zł, pieniądze powinny być na koncie gościa jutro rano."),
        .from(
          .kasia, .day(43, 12, 27),
          "Gość potwierdził, że pieniądze wróciły. Dziękuję za pilnowanie sprawy."),
      ]),
    DemoTicket(
      "baltyk-jezyk-potwierdzen", "Powiadomienia e-mail i SMS", .low, .resolved, assignee: .tomasz,
      [
        .from(
          .kasia, .eve(42, 18, 52),
          """
          Goście z Niemiec dostają potwierdzenie rezerwacji po polsku. W karcie gościa mają wpisany kraj Niemcy. Da się to \
          zrobić automatycznie, żebym nie musiała wysyłać drugi raz ręcznie?
          """),
        .from(
          .tomasz, .day(42, 8, 40),
          """
          Dzień dobry. O języku wiadomości decyduje pole „Język” w karcie gościa, a nie kraj. Dla rezerwacji z kanałów \
          ustawia się ono samo, dla telefonicznych zostaje język domyślny. W Ustawienia → Powiadomienia można włączyć \
          „Dobieraj język według kraju”, wtedy wystarczy kraj. Niemiecki szablon mają Państwo już przygotowany.
          """),
        .from(.kasia, .day(42, 15, 3), "Włączone, test poszedł po niemiecku. Super!"),
      ]),
    DemoTicket(
      "baltyk-import-gosci", "Goście i meldunek", .normal, .resolved, assignee: .tomasz,
      [
        .from(
          .kasia, .day(39, 12, 48),
          """
          Chcemy wgrać listę stałych gości ze starego programu. Import zatrzymuje się na wierszu 4 z błędem „nieprawidłowa \
          liczba kolumn”. Plik w załączniku (tylko kilka pierwszych wierszy).
          """, file: .guestList),
        .from(
          .tomasz, .day(39, 13, 35),
          """
          Dzień dobry. W wierszu 4 w uwagach jest średnik („pokój od podwórza; bez dywanu”), a średnik rozdziela też \
          kolumny. Taki tekst musi być w cudzysłowie. Proszę w Excelu zapisać plik jako „CSV UTF-8”, Excel sam doda \
          cudzysłowy tam, gdzie trzeba.
          """),
        .from(
          .kasia, .day(38, 9, 56),
          "Wgrało się 312 gości, ale polskie znaki w nazwiskach są zepsute (ZieliÅ„ska zamiast Zielińska)."),
        .from(
          .tomasz, .day(38, 10, 21),
          """
          To znak, że przy imporcie wybrano kodowanie „Windows-1250”, a plik jest w UTF-8. Cofnąłem dla Państwa import \
          (można to zrobić przez 24 godziny w zakładce Historia importów). Proszę powtórzyć z kodowaniem UTF-8.
          """),
        .from(.kasia, .day(38, 11, 14), "Teraz wszystko jest dobrze, 312 gości z ogonkami. Dziękuję!"),
      ]),
    DemoTicket(
      "baltyk-silnik-kalendarz", "Rezerwacje ze strony www", .high, .resolved, assignee: .anna,
      [
        .from(
          .marek, .eve(36, 22, 36),
          """
          Na stronie hotelu w telefonie nie da się wybrać daty wyjazdu: kalendarz się otwiera, ale po dotknięciu dnia nic \
          się nie dzieje. Na komputerze działa. Sprawdzałem na dwóch telefonach, oba z Androidem.
          """),
        .from(
          .anna, .day(36, 8, 26),
          """
          Dzień dobry, Panie Marku. Odtworzyłam to u nas. Przyczyną jest pasek z informacją o plikach cookie na Państwa \
          stronie: na małym ekranie leży niewidoczną częścią na kalendarzu i zabiera dotknięcia. Wysłałam do Pana agencji \
          krótką poprawkę stylu (jedna linia). Do tego czasu pomaga zaakceptowanie cookie przed wyborem dat.
          """),
        .from(.marek, .day(35, 13, 10), "Agencja wgrała poprawkę, na telefonach działa. Dziękuję za diagnozę."),
      ]),
    DemoTicket(
      "baltyk-sprzatanie-telefon", "Sprzątanie i usterki", .normal, .closed, assignee: .tomasz,
      [
        .from(
          .kasia, .day(33, 9, 31),
          """
          Panie pokojowe dostały nowe telefony i nie wiedzą, jak dodać skrót do listy sprzątania na ekran. Poprzednio \
          ustawiał to ktoś od Państwa. Czy jest instrukcja?
          """),
        .from(
          .tomasz, .day(33, 10, 12),
          """
          Dzień dobry. Proszę na telefonie otworzyć adres z Ustawienia → Sprzątanie → Link dla pokojowych, a potem w menu \
          przeglądarki wybrać „Dodaj do ekranu głównego”. Każda osoba ma własny PIN, te same co dotychczas.
          """),
        .from(.kasia, .day(33, 12, 55), "Dodane na trzech telefonach, działa."),
      ]),
    DemoTicket(
      "baltyk-oplata-miejscowa", "Opłata miejscowa na fakturze", .normal, .resolved, assignee: .anna, unread: [.marek],
      [
        .from(
          .marek, .day(30, 15, 18),
          """
          Księgowa zwróciła uwagę, że opłata miejscowa jest na fakturze z VAT 8%, a powinna być poza VAT jako pobierana \
          w imieniu gminy. Gdzie to zmienić i co z fakturami z tego miesiąca?
          """),
        .from(
          .anna, .day(29, 8, 45),
          """
          Dzień dobry, Panie Marku. Stawkę zmienia się w Ustawienia → Usługi → Opłata miejscowa → Stawka VAT: „NP” \
          (nie podlega). Dotyczy to tylko nowych dokumentów. Dla już wystawionych przygotowałam listę 14 faktur; jeśli \
          księgowa potwierdzi, można wystawić korekty zbiorczo w Dokumenty → Korekty seryjne.
          """),
        .from(
          .marek, .day(28, 10, 37),
          "Księgowa potwierdziła, korekty wystawione seryjnie. Dobrze, że to jest."),
        .from(
          .anna, .day(28, 10, 58),
          "Świetnie. Oznaczam jako rozwiązane; w razie pytań księgowej jesteśmy do dyspozycji."),
      ]),
    DemoTicket(
      "baltyk-abonament", "Abonament i umowa", .low, .closed, assignee: .ewa,
      [
        .from(
          .marek, .day(27, 11, 5),
          """
          Zamykamy dodatkowy budynek z 12 pokojami do końca kwartału. Czy możemy na ten czas zmniejszyć abonament do 38 \
          pokoi, a potem wrócić bez opłaty aktywacyjnej?
          """),
        .from(
          .ewa, .day(26, 9, 40),
          """
          Dzień dobry, Panie Marku. Tak, zmniejszenie jest możliwe od pierwszego dnia następnego miesiąca, a powrót w ciągu \
          pół roku jest bezpłatny. Aneks wysłałam na adres do faktur. Pokoje proszę tylko zarchiwizować, nie usuwać, wtedy \
          historia i raporty zostaną.
          """),
        .from(.marek, .day(25, 8, 58), "Aneks podpisany i odesłany. Dziękuję."),
        .from(.ewa, .day(25, 9, 20), "Dotarł, wszystko gotowe. Pozdrawiam!"),
      ]),
    DemoTicket(
      "baltyk-grupa-wesele", "Rezerwacje", .normal, .waiting, assignee: .anna,
      [
        .from(
          .kasia, .day(21, 16, 50),
          """
          Przyjmujemy wesele, 18 pokoi na dwie noce. Młodzi płacą za wszystkich nocleg, ale goście sami za parking i bar. \
          Jak najlepiej to założyć: jedna rezerwacja grupowa czy 18 osobnych?
          """),
        .from(
          .anna, .day(20, 8, 33),
          """
          Dzień dobry, Pani Katarzyno. Najwygodniej rezerwacja grupowa z dwoma rachunkami: „Grupa” (noclegi, płacą młodzi) \
          i „Gość” (reszta, osobno w każdym pokoju). Przy zakładaniu grupy proszę wybrać regułę „Noclegi na rachunek grupy”.

          Czy imiona gości w pokojach są już znane? Jeśli dostanie Pani listę w Excelu, wgram ją za Panią jednym importem.
          """),
        .from(
          .kasia, .day(18, 13, 22),
          "Grupa założona, dziękuję. Na listę czekam, młodzi mają przysłać w przyszłym tygodniu."),
        .from(
          .anna, .day(18, 13, 45),
          "Dobrze, zostawiam zgłoszenie otwarte. Proszę dołączyć tu listę, gdy przyjdzie."),
      ]),
    DemoTicket(
      "baltyk-expedia", "Channel manager", .high, .inProgress, assignee: .tomasz,
      [
        .from(
          .marek, .day(14, 9, 14),
          """
          Expedia pokazuje nasze apartamenty jako niedostępne od wczoraj, mimo że w kalendarzu mamy wolne trzy. Inne kanały \
          są w porządku. Tracimy rezerwacje, proszę o pilne sprawdzenie.
          """),
        .from(
          .tomasz, .day(14, 9, 38),
          """
          Dzień dobry, Panie Marku. Widzę, że Expedia odrzuca nasze aktualizacje dla typu „Apartament” z komunikatem \
          o nieznanym planie cenowym. Wygląda na to, że po ich stronie plan dostał nowy identyfikator. Wysłałem zapytanie \
          do Expedii; tymczasowo otworzyłem sprzedaż ręcznie w ich panelu na najbliższe 14 dni.
          """),
        .note(
          .tomasz, .day(13, 10, 5),
          """
          Expedia potwierdza zmianę identyfikatorów u ok. 200 hoteli. U nas jeszcze trzy obiekty: sprawdzić w poniedziałek \
          wszystkie mapowania skryptem.
          """),
        .from(
          .tomasz, .day(11, 14, 20),
          """
          Expedia potwierdziła przyczynę. Nowe mapowanie planu jest u Państwa ustawione, aktualizacje przechodzą. Przez \
          kilka dni będę jeszcze porównywał stany obu stron.
          """),
        .from(
          .marek, .day(9, 17, 42),
          "Widzę już rezerwacje z Expedii. Proszę dać znać, kiedy można przestać zaglądać do panelu."),
      ]),
    DemoTicket(
      "baltyk-karta-meldunkowa", "Goście i meldunek", .low, .waiting, assignee: .tomasz,
      [
        .from(
          .kasia, .day(12, 12, 16),
          """
          Na wydruku karty meldunkowej brakuje miejsca na numer rejestracyjny samochodu. Czy możemy dodać własne \
          pole?
          """),
        .from(
          .tomasz, .day(12, 13, 2),
          """
          Dzień dobry. Tak: Ustawienia → Wydruki → Karta meldunkowa → „Dodaj pole”. Proszę dać znać, czy numer ma być też \
          widoczny na liście przyjazdów, wtedy podpowiem, które pole wybrać, żeby nie wpisywać go dwa razy.
          """),
      ]),
    DemoTicket(
      "baltyk-raport-oblozenie", "Raporty", .normal, .inProgress, assignee: .anna,
      [
        .from(
          .marek, .day(10, 8, 22),
          """
          Raport obłożenia pokazuje 104% dla zeszłego wtorku. Rozumiem, że to niemożliwe przy 50 pokojach. Proszę o \
          wyjaśnienie, bo prezentuję te liczby wspólnikowi.
          """),
        .from(
          .anna, .day(10, 9, 30),
          """
          Dzień dobry, Panie Marku. We wtorek były dwie dostawki w pokojach, które tego samego dnia zmieniły gościa, \
          i raport policzył te pokoje podwójnie. To błąd po naszej stronie, poprawkę przygotowuje zespół raportów. \
          Prawidłowa wartość dla wtorku to 98%.
          """),
        .note(
          .anna, .day(10, 9, 34),
          "Zgłoszone zespołowi raportów: zmiana gościa w ciągu doby + dostawka liczona dwa razy."),
        .from(.marek, .day(8, 18, 12), "Dziękuję za liczbę. Kiedy można się spodziewać poprawki?"),
        .from(
          .anna, .day(7, 8, 18),
          "Poprawka jest w testach, planujemy ją w najbliższej aktualizacji w przyszłym tygodniu. Potwierdzę tutaj."),
      ]),
    DemoTicket(
      "baltyk-blik", "Płatności online", .normal, .waiting, assignee: .anna, unread: [.kasia, .marek],
      [
        .from(
          .kasia, .day(5, 10, 44),
          """
          Goście coraz częściej pytają o BLIK przy płatności z linku. U nas jest tylko karta i szybki przelew. Co trzeba \
          zrobić, żeby dodać BLIK?
          """),
        .from(
          .anna, .day(5, 11, 26),
          """
          Dzień dobry, Pani Katarzyno. BLIK włącza się w panelu operatora płatności, u nas pojawi się wtedy sam. Operator \
          wymaga zgody osoby, która podpisała umowę. Czy może Pani poprosić pana Wiśniewskiego o potwierdzenie? Wniosek \
          jest już przygotowany i czeka na jego kliknięcie.
          """),
      ]),
    DemoTicket(
      "baltyk-parking", "Inne pytanie", .low, .resolved, assignee: .tomasz, unread: [.kasia],
      [
        .from(
          .kasia, .eve(4, 19, 27),
          "Czy można sprzedawać parking jako usługę z limitem miejsc? Mamy 20 miejsc, a wczoraj sprzedaliśmy 23."),
        .from(
          .tomasz, .day(4, 8, 51),
          """
          Dzień dobry. Tak, usługi mogą mieć limit dzienny: Ustawienia → Usługi → Parking → „Liczba dostępnych na dobę”. \
          Po wpisaniu 20 program nie pozwoli sprzedać więcej, także na stronie www. Na dni, które już przekroczyły limit, \
          dostanie Pani ostrzeżenie na liście przyjazdów.
          """),
      ]),
    DemoTicket(
      "baltyk-wolno", "Planer działa wolno na recepcji", .high, .inProgress, assignee: .tomasz, unread: [.kasia],
      [
        .from(
          .kasia, .day(3, 14, 2),
          """
          Od wczoraj kalendarz otwiera się na recepcji kilkanaście sekund. Na komputerze w biurze i na telefonie działa \
          normalnie. Restart nie pomógł.
          """),
        .from(
          .tomasz, .day(3, 14, 37),
          """
          Dzień dobry. Skoro wolno jest tylko na jednym komputerze, zacznijmy od przeglądarki: proszę otworzyć program w \
          oknie prywatnym (Ctrl+Shift+N). Jeśli tam jest szybko, winne będzie rozszerzenie.
          """),
        .from(
          .kasia, .day(2, 8, 10),
          "W oknie prywatnym jest szybko! Które rozszerzenie? Nic nie instalowałam."),
        .from(
          .tomasz, .day(2, 8, 48),
          """
          Program antywirusowy dodał wczoraj własne rozszerzenie „Bezpieczne zakupy”, mamy takie zgłoszenia z kilku hoteli. \
          Proszę je wyłączyć w menu przeglądarki → Rozszerzenia. Jeśli pomoże, dodam adres programu do wyjątków razem z \
          Państwa informatykiem.
          """),
      ]),
    DemoTicket(
      "baltyk-faktura-korekta", "Faktury i paragony", .normal, .new,
      [
        .from(
          .kasia, .ago(395),
          """
          Wystawiłam fakturę na zły NIP (gość podał numer starej spółki). Faktura jest już wysłana e-mailem. Czy robić \
          korektę danych, czy notę, czy anulować i wystawić nową?
          """)
      ]),
    DemoTicket(
      "baltyk-zmiana-doby", "Nie zamyka się doba hotelowa", .critical, .new,
      [
        .from(
          .kasia, .ago(52),
          """
          Zamknięcie doby zatrzymało się na 80% z komunikatem „Niezgodność salda w pokoju 311”. Nie mogę zameldować nowych \
          gości, dwie osoby czekają przy recepcji. W 311 był dziś zwrot za skrócony pobyt.
          """),
        .from(.kasia, .ago(38), "Dodam, że zwrot zrobił kolega na gotówkę, a gość płacił kartą. Może to to?"),
      ]),
  ]
}
