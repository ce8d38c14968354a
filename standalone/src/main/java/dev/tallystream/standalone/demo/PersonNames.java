package dev.tallystream.standalone.demo;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Names of people from one of many places, so that there are accents and several scripts.
 *
 * @param weight how many people come from there
 * @param order how the given name, {@code %1$s}, and the family name, {@code %2$s}, stand together
 */
record PersonNames(int weight, String order, List<String> given, List<String> family) {
    private static final List<PersonNames> ALL = List.of(
            new PersonNames(
                    18,
                    "%1$s %2$s",
                    List.of(
                            "Olivia", "James", "Amelia", "Noah", "Grace", "Ethan", "Ruby", "Samuel", "Hannah", "Leo",
                            "Maeve", "Siobhán"),
                    List.of(
                            "Carter",
                            "Bennett",
                            "O’Connor",
                            "Hughes",
                            "Okafor",
                            "Walker",
                            "Reid",
                            "Fletcher",
                            "Adeyemi",
                            "Murphy",
                            "Ó Briain",
                            "Nguyen")),
            new PersonNames(
                    16,
                    "%1$s %2$s",
                    List.of(
                            "Daan", "Sanne", "Jeroen", "Fleur", "Bram", "Anouk", "Thijs", "Lotte", "Joris", "Maud",
                            "Niels", "Zoë"),
                    List.of(
                            "de Vries",
                            "van den Berg",
                            "Jansen",
                            "Bakker",
                            "Visser",
                            "van ’t Hof",
                            "Mulder",
                            "Smit",
                            "de Groot",
                            "Dijkstra",
                            "Hoekstra",
                            "Zijlstra")),
            new PersonNames(
                    8,
                    "%1$s %2$s",
                    List.of("Jürgen", "Käthe", "Lukas", "Frieda", "Björn", "Annika", "Matthias", "Heike"),
                    List.of("Müller", "Schröder", "Weiß", "Krüger", "Schäfer", "Böhm", "Vogel", "Lindner")),
            new PersonNames(
                    7,
                    "%1$s %2$s",
                    List.of("Chloé", "Rémi", "Aurélie", "François", "Maël", "Éloïse", "Benoît", "Anaïs"),
                    List.of("Lefèvre", "Dubois", "Garçon", "Moreau", "Béranger", "Gauthier", "Noël", "Châtelain")),
            new PersonNames(
                    7,
                    "%1$s %2$s",
                    List.of("José", "María", "Íñigo", "Lucía", "Andrés", "Sofía", "Joaquín", "Belén"),
                    List.of("Muñoz", "García López", "Fernández", "Ibáñez", "Peña", "Rodríguez", "Núñez", "Álvarez")),
            new PersonNames(
                    5,
                    "%1$s %2$s",
                    List.of("Søren", "Åsa", "Bjørn", "Sigrún", "Eero", "Märta", "Øyvind", "Þórunn"),
                    List.of(
                            "Sørensen",
                            "Ångström",
                            "Kjærgaard",
                            "Jónsdóttir",
                            "Mäkinen",
                            "Hägglund",
                            "Bø",
                            "Lindqvist")),
            new PersonNames(
                    5,
                    "%1$s %2$s",
                    List.of("Łukasz", "Małgorzata", "Paweł", "Zofia", "Michał", "Agnieszka"),
                    List.of("Wójcik", "Kowalczyk", "Żak", "Dąbrowska", "Śliwa", "Piątek")),
            new PersonNames(
                    4,
                    "%1$s %2$s",
                    List.of("Çağla", "İbrahim", "Gökçe", "Şebnem", "Oğuz", "Ayşe"),
                    List.of("Yıldız", "Öztürk", "Şahin", "Güneş", "Çelik", "Aydın")),
            new PersonNames(
                    8,
                    "%1$s %2$s",
                    List.of("Priya", "Arjun", "Ananya", "Rohan", "Kavya", "Vikram", "आरव", "मीरा"),
                    List.of("Sharma", "Iyer", "Banerjee", "Reddy", "Patel", "Krishnan", "शर्मा", "गुप्ता")),
            new PersonNames(
                    5,
                    "%1$s %2$s",
                    List.of("Оксана", "Андрій", "Олена", "Тарас", "Юлія", "Богдан"),
                    List.of("Шевченко", "Коваленко", "Бондар", "Ткачук", "Мельник", "Лисенко")),
            new PersonNames(
                    2,
                    "%1$s %2$s",
                    List.of("Ελένη", "Γιώργος", "Μαρία", "Νίκος"),
                    List.of("Παπαδόπουλος", "Γεωργίου", "Οικονόμου", "Αντωνίου")),
            new PersonNames(
                    5,
                    "%2$s %1$s",
                    List.of("花子", "太郎", "さくら", "健太", "美咲", "翔"),
                    List.of("佐藤", "鈴木", "高橋", "田中", "渡辺", "小林")),
            new PersonNames(
                    5, "%2$s%1$s", List.of("伟", "芳", "秀英", "娜", "敏", "静怡"), List.of("王", "李", "张", "刘", "陈", "欧阳")),
            new PersonNames(3, "%2$s%1$s", List.of("민준", "서연", "지훈", "하은", "도윤"), List.of("김", "이", "박", "최", "정")),
            new PersonNames(
                    3,
                    "%1$s %2$s",
                    List.of("محمد", "فاطمة", "عمر", "ليلى", "يوسف"),
                    List.of("الأحمد", "حداد", "منصور", "الخطيب", "نجار")),
            new PersonNames(
                    2, "%1$s %2$s", List.of("נועה", "איתי", "תמר", "אורי"), List.of("כהן", "לוי", "מזרחי", "פרץ")),
            new PersonNames(
                    2,
                    "%1$s %2$s",
                    List.of("สมชาย", "มาลี", "อนันต์", "สุดา"),
                    List.of("ใจดี", "ศรีสุข", "วงศ์ไทย", "บุญมี")),
            new PersonNames(
                    3,
                    "%2$s %1$s",
                    List.of("Thị Hương", "Minh Đức", "Ngọc Ánh", "Quốc Việt"),
                    List.of("Nguyễn", "Trần", "Phạm", "Đặng")));

    private static final Weighted<PersonNames> PLACES = Weighted.of(ALL, PersonNames::weight);

    /** Somebody; two may have the same name, as people do. */
    static String draw(RandomGenerator random) {
        PersonNames place = PLACES.draw(random);
        return place.order.formatted(pick(place.given, random), pick(place.family, random));
    }

    private static String pick(List<String> names, RandomGenerator random) {
        return names.get(random.nextInt(names.size()));
    }
}
