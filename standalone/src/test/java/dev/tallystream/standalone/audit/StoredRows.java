package dev.tallystream.standalone.audit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** The rows of one store of one stopped partition, read and changed behind the back of everything that counts. */
final class StoredRows implements AutoCloseable {
    private final DBOptions options = new DBOptions();
    private final List<ColumnFamilyHandle> families = new ArrayList<>();
    private final RocksDB database;

    private StoredRows(Path directory) throws RocksDBException {
        List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
        try (Options plain = new Options()) {
            for (byte[] name : RocksDB.listColumnFamilies(plain, directory.toString())) {
                descriptors.add(new ColumnFamilyDescriptor(name));
            }
        }
        database = RocksDB.open(options, directory.toString(), descriptors, families);
    }

    /** The stored row. */
    record Row(byte[] key, byte[] value) {}

    static StoredRows open(Path state, int partition, String store) throws RocksDBException {
        return new StoredRows(state.resolve("tallystream/0_" + partition + "/rocksdb/" + store));
    }

    List<Row> all() {
        List<Row> rows = new ArrayList<>();
        try (RocksIterator iterator = database.newIterator(families.getFirst())) {
            for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                rows.add(new Row(iterator.key(), iterator.value()));
            }
        }
        return rows;
    }

    void put(byte[] key, byte @Nullable [] value) throws RocksDBException {
        if (value == null) {
            database.delete(families.getFirst(), key);
        } else {
            database.put(families.getFirst(), key, value);
        }
    }

    @Override
    public void close() {
        families.forEach(ColumnFamilyHandle::close);
        database.close();
        options.close();
    }
}
