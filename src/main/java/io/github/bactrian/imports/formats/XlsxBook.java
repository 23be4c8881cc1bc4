package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a workbook is made of.
 *
 * @param sheets the parts that hold them, by their names, in order
 * @param strings the part that holds shared texts, null if there is none
 * @param formats of numbers, by a cell's style
 * @param from1904 whether days count from 1904
 */
record XlsxBook(Map<String, String> sheets, @Nullable String strings, List<XlsxFormat> formats, boolean from1904) {

    /** Where a part points to. */
    private record Relation(String id, String type, String part) {}

    static XlsxBook of(XlsxParts parts) throws IOException {
        String book = relations(parts, "").stream()
                .filter(relation -> relation.type().endsWith("/officeDocument"))
                .map(Relation::part)
                .findFirst()
                .orElse("xl/workbook.xml");
        if (!book.endsWith(".xml") || !parts.has(book)) {
            throw new UnreadableFileException(
                    "the file is not an Excel workbook that can be read; save it as .xlsx, or as CSV");
        }
        List<Relation> relations = relations(parts, book);
        String styles = target(relations, "/styles");
        return new XlsxBook(
                sheets(parts, book, relations),
                target(relations, "/sharedStrings"),
                styles == null || !parts.has(styles) ? List.of() : XlsxFormat.all(parts, styles),
                isFrom1904(parts, book));
    }

    /** The part with a sheet; the first one if no name is given. */
    String sheet(@Nullable String name) throws UnreadableFileException {
        if (sheets.isEmpty()) {
            throw new UnreadableFileException("the workbook has no sheet with rows");
        }
        String part = name == null ? sheets.values().iterator().next() : sheets.get(name);
        if (part == null) {
            throw new UnreadableFileException(
                    "the workbook has no sheet '" + name + "'; it has: " + String.join(", ", sheets.keySet()));
        }
        return part;
    }

    private static @Nullable String target(List<Relation> relations, String type) {
        return relations.stream()
                .filter(relation -> relation.type().endsWith(type))
                .map(Relation::part)
                .findFirst()
                .orElse(null);
    }

    private static List<Relation> relations(XlsxParts parts, String of) throws IOException {
        int folder = of.lastIndexOf('/') + 1;
        String part = of.substring(0, folder) + "_rels/" + of.substring(folder) + ".rels";
        List<Relation> relations = new ArrayList<>();
        if (parts.has(part)) {
            XlsxXml.each(parts, part, "Relationship", parent -> true, element -> {
                String id = XlsxXml.attribute(element, "Id");
                String type = XlsxXml.attribute(element, "Type");
                String target = XlsxXml.attribute(element, "Target");
                if (id != null && type != null && target != null) {
                    relations.add(new Relation(id, type, resolved(of, target)));
                }
            });
        }
        return relations;
    }

    private static String resolved(String from, String target) throws UnreadableFileException {
        try {
            String path = URI.create("/")
                    .resolve(new URI(null, null, "/" + from, null))
                    .resolve(new URI(target))
                    .getPath();
            return path == null ? "" : path.replaceFirst("^/", "");
        } catch (URISyntaxException e) {
            throw new UnreadableFileException("the workbook is damaged: it points to a part that none can be", e);
        }
    }

    private static Map<String, String> sheets(XlsxParts parts, String book, List<Relation> relations)
            throws IOException {
        Map<String, String> byId = new HashMap<>();
        relations.stream()
                .filter(relation -> relation.type().endsWith("/worksheet"))
                .forEach(relation -> byId.put(relation.id(), relation.part()));
        Map<String, String> sheets = new LinkedHashMap<>();
        XlsxXml.each(parts, book, "sheet", "sheets"::equals, element -> {
            String name = XlsxXml.attribute(element, "name");
            String part = byId.get(String.valueOf(XlsxXml.attribute(element, "id")));
            if (name != null && part != null) {
                sheets.put(name, part);
            }
        });
        return sheets;
    }

    private static boolean isFrom1904(XlsxParts parts, String book) throws IOException {
        boolean[] from1904 = new boolean[1];
        XlsxXml.each(parts, book, "workbookPr", parent -> true, element -> {
            String value = XlsxXml.attribute(element, "date1904");
            from1904[0] = "1".equals(value) || "true".equals(value);
        });
        return from1904[0];
    }
}
