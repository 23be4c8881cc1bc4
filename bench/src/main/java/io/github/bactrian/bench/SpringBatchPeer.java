package io.github.bactrian.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLContext;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.Job;
import org.springframework.batch.core.JobParameters;
import org.springframework.batch.core.JobParametersBuilder;
import org.springframework.batch.core.Step;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.launch.support.TaskExecutorJobLauncher;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.item.ItemWriter;
import org.springframework.batch.item.file.FlatFileItemReader;
import org.springframework.batch.item.file.builder.FlatFileItemReaderBuilder;
import org.springframework.batch.item.file.transform.FieldSet;
import org.springframework.batch.item.support.builder.SynchronizedItemStreamReaderBuilder;
import org.springframework.batch.repeat.support.TaskExecutorRepeatTemplate;
import org.springframework.batch.support.transaction.ResourcelessTransactionManager;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.http.MediaType;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** Spring Batch: a step of many threads, each of which reads a chunk of rows and posts them by RestClient; nothing durable. */
public final class SpringBatchPeer {
    private static final int CHUNK = 10;
    private static final String[] COLUMNS = {"id", "name", "mail", "department", "city", "note"};

    private final JobRepository repository = new ResourcelessJobRepository();
    private final PeerSettings settings;
    private final ExecutorService threads;
    private final RestClient client;
    private final String authorization;

    private SpringBatchPeer(PeerSettings settings) throws Exception {
        this.settings = settings;
        this.threads = RowThreads.of(settings);
        this.client = RestClient.builder()
                .requestFactory(new HttpComponentsClientHttpRequestFactory(PlainClient.with(settings.parallel())))
                .build();
        this.authorization = settings.grant().authorization(SSLContext.getDefault());
    }

    public static void main(String... args) throws Exception {
        SpringBatchPeer peer = new SpringBatchPeer(PeerSettings.read());
        DroppedFiles files = peer::run;
        files.forEach();
    }

    private void run(Path file) throws Exception {
        Job job = new JobBuilder("rows", repository).start(step(file)).build();
        TaskExecutorJobLauncher launcher = new TaskExecutorJobLauncher();
        launcher.setJobRepository(repository);
        launcher.afterPropertiesSet();
        JobParameters parameters =
                new JobParametersBuilder().addLong("at", System.nanoTime()).toJobParameters();
        BatchStatus status = launcher.run(job, parameters).getStatus();
        if (status != BatchStatus.COMPLETED) {
            throw new IllegalStateException(file + ": " + status);
        }
    }

    private Step step(Path file) {
        return new StepBuilder("rows", repository)
                .<Map<String, String>, Map<String, String>>chunk(CHUNK, new ResourcelessTransactionManager())
                .reader(new SynchronizedItemStreamReaderBuilder<Map<String, String>>()
                        .delegate(reader(file))
                        .build())
                .writer(writer())
                .stepOperations(parallel())
                .build();
    }

    // Without its limit, which Spring Batch would rather have kept by the threads, four chunks run at once.
    @SuppressWarnings({"deprecation", "removal"})
    private TaskExecutorRepeatTemplate parallel() {
        TaskExecutorRepeatTemplate template = new TaskExecutorRepeatTemplate();
        template.setTaskExecutor(new TaskExecutorAdapter(threads));
        template.setThrottleLimit(settings.parallel());
        return template;
    }

    private static FlatFileItemReader<Map<String, String>> reader(Path file) {
        return new FlatFileItemReaderBuilder<Map<String, String>>()
                .name("rows")
                .resource(new FileSystemResource(file))
                .linesToSkip(1)
                .saveState(false)
                .delimited()
                .names(COLUMNS)
                .fieldSetMapper(SpringBatchPeer::row)
                .build();
    }

    private static Map<String, String> row(FieldSet fields) {
        Map<String, String> row = new LinkedHashMap<>();
        Arrays.stream(COLUMNS).forEach(column -> row.put(column, fields.readString(column)));
        return row;
    }

    private ItemWriter<Map<String, String>> writer() {
        return rows -> {
            for (Map<String, String> row : rows) {
                client.post()
                        .uri(settings.rows())
                        .header("Authorization", authorization)
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(row)
                        .retrieve()
                        .toBodilessEntity();
            }
        };
    }
}
