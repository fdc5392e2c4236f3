%% The same as `Main bulk` of this module's Java programs, on gen_sctp: sends and receives numbered messages on one
%% association, prints events as they come and, in the end, a line with counts and hashes.
%%
%%   erl -noshell -run bulk main listen=true local=10.9.1.2,10.9.2.2 port=2006 streams=10 receive=true
-module(bulk).
-export([main/1]).
-include_lib("kernel/include/inet_sctp.hrl").

%% messages, bytes, wrong ones, streams whose last message was entered, next number and hash of each stream
-record(ledger, {messages = 0, bytes = 0, wrong = 0, ended = 0, streams = #{}}).

main(Arguments) ->
    Options = maps:from_list([list_to_tuple(string:split(A, "=")) || A <- Arguments]),
    try run(Options) of
        ok -> halt(0)
    catch
        Class:Reason:Stack ->
            io:format(standard_error, "~p ~p ~p~n", [Class, Reason, Stack]),
            halt(1)
    end.

run(Options) ->
    Streams = number("streams", Options, 10),
    Addresses = string:lexemes(maps:get("local", Options, "127.0.0.1"), ","),
    Ips = [begin {ok, Ip} = inet:parse_address(A), {ip, Ip} end || A <- Addresses],
    Family = case hd(Ips) of {ip, Ip} when tuple_size(Ip) == 8 -> [inet6]; _ -> [] end,
    {ok, Socket} = gen_sctp:open(number("port", Options, 0),
                                 Family ++ Ips ++ [{recbuf, 1048576}, {sctp_nodelay, true}, {sctp_initmsg, initmsg(Streams)}]),
    Association =
        case flag("listen", Options) of
            true ->
                ok = gen_sctp:listen(Socket, true),
                print("{\"event\":\"open\"}"),
                await_up(Socket);
            false ->
                {ok, Remote} = inet:parse_address(maps:get("remote", Options)),
                {ok, Up} = gen_sctp:connect(Socket, Remote, number("remote-port", Options, 2006), []),
                association(Up),
                Up
        end,
    Id = Association#sctp_assoc_change.assoc_id,
    Self = self(),
    case flag("send", Options) of
        true -> spawn_link(fun() -> Self ! {sent, send_all(Socket, Id, Streams, Options)} end);
        false -> Self ! {sent, #ledger{}}
    end,
    Opener = not flag("listen", Options),
    Wanted = case flag("receive", Options) of true -> Streams; false -> 0 end,
    {Sent, Received} = loop(Socket, Id, Opener, Wanted, undefined, #ledger{}, false),
    gen_sctp:close(Socket),
    print("{\"event\":\"done\"," ++ report(Sent, "sent", Streams) ++ "," ++ report(Received, "received", Streams) ++ "}").

initmsg(Streams) ->
    #sctp_initmsg{num_ostreams = Streams, max_instreams = 2048, max_attempts = 0, max_init_timeo = 0}.

await_up(Socket) ->
    case gen_sctp:recv(Socket, 120000) of
        {ok, {_, _, _, #sctp_assoc_change{state = comm_up} = Up}} ->
            association(Up),
            Up
    end.

%% Until the association is gone. The side that opened it ends it once both directions are complete.
loop(Socket, Id, Opener, Wanted, Sent, Received, Ending) ->
    Mine = receive {sent, Ledger} -> Ledger after 0 -> Sent end,
    case Opener andalso not Ending andalso Mine =/= undefined andalso Received#ledger.ended >= Wanted of
        true ->
            ok = gen_sctp:eof(Socket, #sctp_assoc_change{assoc_id = Id}),
            loop(Socket, Id, Opener, Wanted, Mine, Received, true);
        false ->
            case gen_sctp:recv(Socket, 100) of
                {ok, {_, _, [#sctp_sndrcvinfo{stream = Stream}], Data}} when is_binary(Data) ->
                    loop(Socket, Id, Opener, Wanted, Mine, enter(Stream, Data, Received), Ending);
                {error, timeout} ->
                    loop(Socket, Id, Opener, Wanted, Mine, Received, Ending);
                {ok, {_, _, _, #sctp_assoc_change{state = State} = Change}} ->
                    association(Change),
                    case State == shutdown_comp orelse State == comm_lost of
                        true when Mine == undefined -> receive {sent, Last} -> {Last, Received} after 5000 -> {#ledger{}, Received} end;
                        true -> {Mine, Received};
                        false -> loop(Socket, Id, Opener, Wanted, Mine, Received, Ending)
                    end;
                {ok, {_, _, _, Event}} ->
                    event(Event),
                    loop(Socket, Id, Opener, Wanted, Mine, Received, Ending);
                {error, Event} ->
                    event(Event),
                    loop(Socket, Id, Opener, Wanted, Mine, Received, Ending)
            end
    end.

association(#sctp_assoc_change{state = State, error = Error, outbound_streams = Out, inbound_streams = In}) ->
    print(io_lib:format("{\"event\":\"association\",\"change\":\"~w\",\"outboundStreams\":~w,\"inboundStreams\":~w,"
                        "\"error\":\"~w\"}", [State, Out, In, Error])).

event(#sctp_paddr_change{addr = {Ip, _}, state = State}) ->
    print(io_lib:format("{\"event\":\"path\",\"address\":\"~s\",\"change\":\"~w\"}", [inet:ntoa(Ip), State]));
event(Event) ->
    print(io_lib:format("{\"event\":\"~w\"}", [element(1, Event)])).

%% messages=N, or rate=N a second until a line comes on standard input.
send_all(Socket, Id, Streams, Options) ->
    Size = number("sizes", Options, 100),
    Count = number("messages", Options, 0),
    Rate = number("rate", Options, 0),
    Sender = self(),
    case Count of
        0 -> spawn_link(fun() -> io:get_line(""), Sender ! stop end);
        _ -> ok
    end,
    Start = erlang:monotonic_time(millisecond),
    Sent = send_some(Socket, Id, Streams, Size, Count - Streams, Rate, Start, 0, #ledger{}),
    lists:foldl(fun(Stream, L) -> send_one(Socket, Id, Stream, 1, Size, L) end, Sent, lists:seq(0, Streams - 1)).

send_some(_, _, _, _, Count, 0, _, Count, Ledger) ->
    Ledger;
send_some(Socket, Id, Streams, Size, Count, Rate, Start, N, Ledger) ->
    Wait = case Rate of
               0 -> 0;
               _ -> max(0, Start + N * 1000 div Rate - erlang:monotonic_time(millisecond))
           end,
    receive
        stop -> Ledger
    after Wait ->
            send_some(Socket, Id, Streams, Size, Count, Rate, Start, N + 1,
                      send_one(Socket, Id, N rem Streams, 0, Size, Ledger))
    end.

send_one(Socket, Id, Stream, Last, Size, Ledger) ->
    Number = next(Stream, Ledger),
    Data = message(Stream, Number, Last, Size),
    push(Socket, Id, Stream, Data),
    enter(Stream, Data, Ledger).

%% A full send buffer is an error in older releases.
push(Socket, Id, Stream, Data) ->
    case gen_sctp:send(Socket, Id, Stream, Data) of
        ok -> ok;
        {error, eagain} ->
            timer:sleep(2),
            push(Socket, Id, Stream, Data)
    end.

message(Stream, Number, Last, Size) ->
    <<Last:1, Number:63, (pattern(Stream, Number, Size - 8))/binary>>.

pattern(Stream, Number, Length) ->
    binary:part(table(), (Number * 31 + Stream * 17 + 8) band 255, Length).

table() ->
    case get(table) of
        undefined ->
            Table = binary:copy(list_to_binary(lists:seq(0, 255)), 64),
            put(table, Table),
            Table;
        Table -> Table
    end.

enter(Stream, <<Last:1, Number:63, Rest/binary>> = Data, Ledger) ->
    #ledger{messages = Messages, bytes = Bytes, wrong = Wrong, ended = Ended, streams = All} = Ledger,
    {Next, Hash} = maps:get(Stream, All, {0, erlang:md5_init()}),
    Counted = Ledger#ledger{messages = Messages + 1, bytes = Bytes + byte_size(Data)},
    case Number == Next andalso Rest == pattern(Stream, Number, byte_size(Rest)) of
        true -> Counted#ledger{ended = Ended + Last, streams = All#{Stream => {Next + 1, erlang:md5_update(Hash, Data)}}};
        false -> Counted#ledger{wrong = Wrong + 1}
    end.

next(Stream, #ledger{streams = All}) ->
    {Next, _} = maps:get(Stream, All, {0, none}),
    Next.

report(#ledger{messages = Messages, bytes = Bytes, wrong = Wrong, streams = All}, Direction, Streams) ->
    Hashes = [begin {_, H} = maps:get(S, All, {0, erlang:md5_init()}), erlang:md5_final(H) end || S <- lists:seq(0, Streams - 1)],
    Hash = [io_lib:format("~2.16.0b", [B]) || <<B>> <= erlang:md5(Hashes)],
    io_lib:format("\"~s\":~w,\"~sBytes\":~w,\"~sWrong\":~w,\"~sHash\":\"~s\"",
                  [Direction, Messages, Direction, Bytes, Direction, Wrong, Direction, Hash]).

print(Line) ->
    io:format("~s~n", [Line]).

number(Name, Options, Default) ->
    case maps:find(Name, Options) of
        {ok, Text} -> list_to_integer(Text);
        error -> Default
    end.

flag(Name, Options) ->
    maps:get(Name, Options, "false") == "true".
